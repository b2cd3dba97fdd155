import { GuestpassError, ROUTE_ERROR_CODES } from '../core/errors'
import { parseJson } from '../core/parse-json'
import { retryAfterMs } from '../core/retry-after'
import { parseTokenReply } from './token-reply'
import type { AskForTokens } from './token-source'

/** Where tokens are asked for, for whom, and with whose fetch. */
export interface TokenRoute {
  /** The address of the app's token route. */
  readonly tokenUrl: string
  /** The app's key of the signed-in person, for whom alone tokens are then accepted. */
  readonly viewer?: string | undefined
  /** The app's own, for a Bearer header or an API on a sibling host. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

/** Asks the app's token route; the route is read at each request, so that the newest `fetch` is called. */
export function askTokenRoute(route: TokenRoute): AskForTokens {
  return async (dashboards, fresh, signal) => {
    const { tokenUrl, viewer, fetch: request = fetch } = route
    const response = await request(tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Undefined members stay at home.
      body: JSON.stringify({ dashboards, viewer, fresh: fresh || undefined }),
      cache: 'no-store',
      signal,
    })
    const text = await response.text()
    const answer = parseJson(text)
    if (!response.ok) throw refusal(tokenUrl, response, Object(answer))
    return parseTokenReply(answer ?? text, dashboards)
  }
}

/**
 * A 401 alone ends the session. Only our own route's codes, and the sentences that come with them, are taken
 * over: another back-end's may say anything, and would be shown to the viewer.
 */
function refusal(
  tokenUrl: string,
  { status, headers }: Response,
  { code, message }: Record<string, unknown>,
): GuestpassError {
  const ours = ROUTE_ERROR_CODES.slice(1).find((one) => one === code)
  const said = status === 401 ? 'session-ended' : (ours ?? (status === 403 ? 'denied' : 'route-unreachable'))
  return new GuestpassError(
    said,
    said === code ? String(message) : `${tokenUrl} answered ${status}: is the token route mounted there?`,
    {
      retryAfterMs: retryAfterMs(headers),
    },
  )
}
