import { GuestpassError } from '../core/errors'
import type { ViewerGrant } from './grant'
import type { CombinedIssuer } from './issuer'

/** What the app's `authorize` says, read. Throws `session-ended`, `authorize-failed` or `grant-invalid`. */
export async function granted<G extends ViewerGrant>(
  authorize: () => unknown,
  issuer: CombinedIssuer<G>,
): Promise<G> {
  let grant: unknown
  try {
    grant = await authorize()
  } catch (cause) {
    throw new GuestpassError('authorize-failed', 'authorize threw.', { cause })
  }
  if (grant === undefined) {
    throw new GuestpassError('authorize-failed', 'authorize returned undefined: return a grant, or null.')
  }
  if (grant === null)
    throw new GuestpassError('session-ended', 'You are signed out: sign in again to see this dashboard.')
  return issuer.parseGrant(grant)
}
