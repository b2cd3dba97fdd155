import { GuestpassError, type GuestpassErrorCode } from '../../core/errors'
import type { RouteToken } from './mint'

/** An answer of the route, for any framework to send. The adapter adds only what concerns the connection. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/** On every reply. `denied` repeats text of the page, so no browser may take the reply for HTML. */
const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** Step 5 of the route: the tokens, and the requested ids that none of them opens. */
export function replyWithTokens(tokens: readonly RouteToken[], denied: readonly string[]): Reply {
  return { status: 200, headers: HEADERS, body: JSON.stringify({ tokens, denied }) }
}

/** Step 5 of the route, without a token: a code, and a sentence to which the page adds the address of its help. */
export function replyWithError(error: GuestpassError): Reply {
  const { code, sentence, retryAfterMs } = error
  const status = statusOf(error)
  const retryAfterSeconds =
    retryAfterMs !== undefined ? Math.ceil(retryAfterMs / 1_000) : status === 503 ? 5 : undefined
  return {
    status,
    headers: {
      ...HEADERS,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 405 && { allow: 'POST' }),
    },
    body: JSON.stringify({ code, message: PUBLIC_SENTENCES[code] ?? sentence }),
  }
}

/** Everything that can be thrown on the way to a token, as a `GuestpassError`. */
export function asGuestpassError(cause: unknown): GuestpassError {
  return cause instanceof GuestpassError
    ? cause
    : new GuestpassError('issuer-unavailable', 'The issuer threw an unexpected error.', { cause })
}

export function statusOf({ code }: GuestpassError): number {
  return STATUSES[code] ?? 500
}

const STATUSES: Partial<Record<GuestpassErrorCode, number>> = {
  'request-invalid': 400,
  'session-ended': 401,
  'cross-site-refused': 403,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'viewer-mismatch': 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'rate-limited': 429,
  'authorize-failed': 500,
  'grant-invalid': 500,
  'issuer-refused': 502,
  'issuer-unavailable': 503,
}

/** The cause of these is for the operator only. The browser receives another sentence. */
const PUBLIC_SENTENCES: Partial<Record<GuestpassErrorCode, string>> = {
  'authorize-failed': "The app could not determine what you may see. The app's log has the cause.",
  'grant-invalid': "The app could not determine what you may see. The app's log has the cause.",
  'issuer-refused': "The dashboard server refused the app. The app's log has the cause.",
  'issuer-unavailable': 'The dashboard server does not answer. The page tries again.',
}
