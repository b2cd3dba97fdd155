import { GuestpassError } from '../../core/errors'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer } from '../issuer'
import type { TokenRequest } from './parse'

/**
 * Step 2 of the route: calls the app's `authorize` and checks the grant. This is the only source of a grant.
 *
 * Throws `session-ended`, `authorize-failed` or `grant-invalid`.
 */
export async function authorizeViewer<G extends ViewerGrant>(
  authorize: () => unknown,
  issuer: CombinedIssuer<G>,
): Promise<G> {
  let grant: unknown
  try {
    grant = await authorize()
  } catch (cause) {
    throw new GuestpassError('authorize-failed', 'authorize threw an error.', { cause })
  }
  if (grant === undefined) {
    throw new GuestpassError('authorize-failed', 'authorize returned undefined. Return a grant, or null.')
  }
  if (grant === null) {
    throw new GuestpassError('session-ended', 'You are signed out. Sign in again to see this dashboard.')
  }
  const parsed = issuer.parseGrant(grant)
  loadMistakes ??= import('./grant-mistakes')
  const { refuseMistakes } = await loadMistakes
  refuseMistakes(
    parsed,
    issuer.partsOf(parsed).map((part) => part.grant),
  )
  return parsed
}

/** Kept, because a second import takes longer than the checks. */
let loadMistakes: Promise<typeof import('./grant-mistakes')> | undefined

/** Compares the viewer of the page with the viewer of the session. Throws `viewer-mismatch`. */
export function checkViewer({ viewer }: TokenRequest, grant: ViewerGrant): void {
  if (viewer === undefined || viewer === grant.viewer) return
  throw new GuestpassError(
    'viewer-mismatch',
    "Another viewer is signed in now. Reload the page. If this happens on every request, give the page's viewer and the grant's viewer the same text.",
  )
}
