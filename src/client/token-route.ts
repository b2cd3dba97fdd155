import { GuestpassError, type GuestpassErrorCode, isRouteErrorCode } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import { parseJson } from '../core/parse-json'
import { retryAfterMs } from '../core/retry-after'
import { parseTokenReply } from './token-reply'
import type { RequestTokens } from './token-source'

/** Where the guest tokens of a viewer come from. */
export interface TokenRoute {
  /** The address of the app's token route. @default '/guest-token' */
  readonly tokenUrl?: string | undefined
  /** The app's stable key of the signed-in person. Tokens of another person are then refused. */
  readonly viewer?: string | undefined
  /** Sends the request to `tokenUrl`, for example with a Bearer header. @default the browser's `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Takes the place of `tokenUrl` and `fetch`, for an app with a token endpoint of another form. */
  readonly fetchGuestToken?: FetchGuestToken | undefined
}

/**
 * Returns one guest token for the dashboards with these embed ids. `expiresIn` is its lifetime in seconds; without it the
 * lifetime is read from the token.
 */
export type FetchGuestToken = (
  dashboards: readonly string[],
) => Promise<string | { readonly token: string; readonly expiresIn?: number | undefined }>

/** A token route with its address. Its `fetch` is the newest of the app. */
export type MountedRoute = Omit<TokenRoute, 'fetchGuestToken'> & { readonly tokenUrl: string }

/** Requests tokens with a function of the app. */
export function requestFromApp(fetchGuestToken: FetchGuestToken): RequestTokens {
  return async (dashboards) => parseTokenReply(await fetchGuestToken(dashboards), dashboards)
}

/** Requests tokens from the app's token route. The route is read at each request, so that the newest `fetch` is called. */
export function requestFromTokenRoute(route: MountedRoute): RequestTokens {
  return async (dashboards, fresh, signal) => {
    const body = { dashboards, viewer: route.viewer, fresh: fresh || undefined }
    return parseTokenReply(await post(route, route.tokenUrl, body, signal), dashboards)
  }
}

/** Returns the answer as JSON, or as text. `JSON.stringify` omits undefined properties of the body. */
export async function post(
  { fetch: request = fetch }: Pick<TokenRoute, 'fetch'>,
  address: string,
  body: object,
  signal: AbortSignal | null = null,
): Promise<unknown> {
  const response = await request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    signal,
  })
  const text = await response.text()
  const answer = parseJson(text)
  if (!response.ok) throw errorOfAnswer(address, response, ownProperties(answer))
  return answer ?? text
}

/**
 * The answer of a token route as an error. Only a 401 ends the session. A code of our own route is taken over with its
 * sentence. Any other body is ignored, because it comes from a proxy or another back end and would be shown to the viewer.
 */
function errorOfAnswer(
  tokenUrl: string,
  { status, headers }: Response,
  { code, message }: Readonly<Record<string, unknown>>,
): GuestpassError {
  const answered = codeOfAnswer(status, code)
  const sentence =
    answered === code
      ? String(message)
      : `${tokenUrl} answered ${status}. Check that the token route is mounted there and answers first.`
  return new GuestpassError(answered, sentence, { retryAfterMs: retryAfterMs(headers) })
}

function codeOfAnswer(status: number, code: unknown): GuestpassErrorCode {
  if (status === 401) return 'session-ended'
  if (isRouteErrorCode(code) && code !== 'session-ended') return code
  return status === 403 ? 'denied' : 'route-unreachable'
}
