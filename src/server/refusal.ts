import { GuestpassError, type GuestpassErrorCode } from '../core/errors'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/** On every answer; `denied` repeats what the browser wrote, which nobody is to sniff for HTML. */
export const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** Everything that can be thrown on the way to a token, as an error of ours. */
export function asGuestpassError(cause: unknown): GuestpassError {
  return cause instanceof GuestpassError
    ? cause
    : new GuestpassError('issuer-unavailable', 'The issuer failed unexpectedly.', { cause })
}

export function statusOf({ code }: GuestpassError): number {
  return STATUSES[code] ?? 500
}

/** The answer to a request that gets no token: a code, and a sentence to which the page adds the address of its own. */
export function refusal(error: GuestpassError): Answer {
  const { code, sentence, retryAfterMs } = error
  const status = statusOf(error)
  const retryAfterSeconds =
    retryAfterMs !== undefined ? Math.ceil(retryAfterMs / 1000) : status === 503 ? 5 : undefined
  return {
    status,
    headers: {
      ...HEADERS,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 405 && { allow: 'POST' }),
    },
    body: JSON.stringify({ code, message: PUBLIC_MESSAGES[code] ?? sentence }),
  }
}

const STATUSES: Partial<Record<GuestpassErrorCode, number>> = {
  'request-invalid': 400,
  'session-ended': 401,
  'cross-site-refused': 403,
  'method-not-allowed': 405,
  'viewer-mismatch': 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'rate-limited': 429,
  'authorize-failed': 500,
  'grant-invalid': 500,
  'issuer-refused': 502,
  'issuer-unavailable': 503,
}

/** Where the real sentence is for the operator, the viewer gets this one. */
const PUBLIC_MESSAGES: Partial<Record<GuestpassErrorCode, string>> = {
  'authorize-failed': 'The app could not tell what you may see. Its log says why.',
  'grant-invalid': 'The app could not tell what you may see. Its log says why.',
  'issuer-refused': "The dashboard server refused the app. The app's log says why.",
  'issuer-unavailable': 'The dashboard server does not answer. Trying again.',
}
