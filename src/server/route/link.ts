/**
 * The link page: `GET {tokenUrl}/link?to=/orders/1`. A link in a dashboard leads the frame to it, because a dashboard can
 * only navigate its own frame. The page posts `{ type, to }` to the app around the frame, and does nothing else.
 *
 * The document is the same for each request: its script reads `to` from the address, and nothing of the request is in the
 * HTML. The page needs no session, because it contains nothing and changes nothing.
 */

import { LINK_MESSAGE, MAX_LINK_CHARACTERS, readAppPath } from '../../core/app-path'
import { GuestpassError } from '../../core/errors'
import type { IncomingRequest } from './incoming-request'
import type { Reply } from './reply'
import { type BodyLimits, discardBody } from './request-body'
import { addressOf, isSubRoute } from './sub-route'

/** Whether a request is for the link page, and not for a token. */
export function isLinkRequest({ method, target }: Pick<IncomingRequest, 'method' | 'target'>): boolean {
  return method === 'GET' && isSubRoute(target, 'link')
}

/** Throws `request-invalid` unless `to` is a path of the app, or `ClientLeft`. */
export async function replyWithLink({ target, body }: IncomingRequest, limits: BodyLimits): Promise<Reply> {
  await discardBody(body, limits)
  checkLink(target)
  return LINK_PAGE
}

/** No value of the request is in the sentences. */
function checkLink(target: string): void {
  const [to, ...others] = addressOf(target)?.searchParams.getAll('to') ?? []
  if (to === undefined || others.length > 0) {
    throw new GuestpassError(
      'request-invalid',
      'The address of a link needs one parameter `to`, such as /guest-token/link?to=/orders/1.',
    )
  }
  if (readAppPath(to) === undefined) {
    throw new GuestpassError(
      'request-invalid',
      `The parameter \`to\` of a link is not a path of the app. It starts with one slash, has at most ${MAX_LINK_CHARACTERS} characters, and contains no //, backslash or control character.`,
    )
  }
}

/** Reads the address itself. The message goes to the app's own origin, which is the origin of this page. */
const SCRIPT = `parent.postMessage({ type: '${LINK_MESSAGE}', to: new URLSearchParams(location.search).get('to') }, location.origin)`

/** The SHA-256 of `SCRIPT`, as base64. The contract of the token route compares the two. */
const SCRIPT_HASH = 'gEwdiW8TVWf32fYLTz8PKBlEz9BfsA1p1p6DCPvtiiI='

const LINK_PAGE: Reply = {
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // The app replaces the page with the dashboard again, and Superset compares the Referer with its allowed domains.
    'referrer-policy': 'strict-origin',
    'content-security-policy': `default-src 'none'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Link</title><script>${SCRIPT}</script><p>This link works in a dashboard of the app.</p>`,
}
