/** What the token route answers in its `{ code, message }` body, or its status says. */
export const ROUTE_ERROR_CODES = [
  'session-ended',
  'denied',
  'viewer-mismatch',
  'cross-site-refused',
  'request-invalid',
  'method-not-allowed',
  'payload-too-large',
  'unsupported-media-type',
  'rate-limited',
  'authorize-failed',
  'grant-invalid',
  'issuer-refused',
  'issuer-unavailable',
] as const

/** Everything that can go wrong, by its stable code. */
export type GuestpassErrorCode =
  | (typeof ROUTE_ERROR_CODES)[number]
  // the token, as the page receives it
  | 'route-unreachable'
  | 'reply-invalid'
  | 'token-undecodable'
  | 'lifetime-too-short'
  // the dashboard
  | 'token-refused'
  | 'blank'
  | 'unreachable'
  | 'blocked-by-csp'
  | 'timed-out'
  | 'dashboard-failed'
  | 'not-supported'
  | 'call-failed'
  | 'unmounted'
  // told to the operator alone
  | 'cache-unavailable'
  // the call of our own API
  | 'option-invalid'
  // tools of the developer's
  | 'peer-missing'
  | 'model-invalid'
  | 'presets-invalid'
  | 'preset-unknown'

export interface GuestpassErrorOptions {
  readonly cause?: unknown
  /** How long to wait before trying again, in milliseconds, when the other side said so. */
  readonly retryAfterMs?: number | undefined
}

/** The one error class of guestpass: a stable `code`, and a sentence saying what happened and what to check. */
export class GuestpassError extends Error {
  override readonly name = 'GuestpassError'
  declare readonly code: GuestpassErrorCode
  declare readonly retryAfterMs: number | undefined

  constructor(code: GuestpassErrorCode, message: string, options?: GuestpassErrorOptions) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** Whether trying again by itself is pointless: only a person, or another viewer, changes the answer. */
export function isFinal({ code }: GuestpassError): boolean {
  return !RETRYABLE.includes(code)
}

/** What may pass: a route, an issuer or an app that is down, busy or being mended. */
const RETRYABLE: readonly GuestpassErrorCode[] = [
  ...ROUTE_ERROR_CODES.slice(ROUTE_ERROR_CODES.indexOf('rate-limited')),
  'route-unreachable',
  'reply-invalid',
]
