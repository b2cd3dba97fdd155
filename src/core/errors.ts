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
  'request-timeout',
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
  | 'credential-missing'
  | 'login-refused'
  | 'not-superset'

/**
 * What else is known of an error.
 *
 * @inline
 */
export interface GuestpassErrorOptions {
  /** What made it happen. */
  readonly cause?: unknown
  /** How long to wait before trying again, in milliseconds, when the other side said so. */
  readonly retryAfterMs?: number | undefined
}

/** Where each code has its page. */
const PAGES = 'https://guestpass.dev/errors/'

/**
 * The one error class of guestpass: a stable `code`, and a `message` that says what happened and what to check, and ends
 * in the address of the code's page.
 */
export class GuestpassError extends Error {
  /** Always the same, also where code is minified. */
  override readonly name = 'GuestpassError'
  /** What to decide by: it stays when the words change. */
  declare readonly code: GuestpassErrorCode
  /** How long to wait before trying again, in milliseconds, when the other side said so. */
  declare readonly retryAfterMs: number | undefined

  /** `sentence` is the message without the address, which is added here and nowhere else. */
  constructor(code: GuestpassErrorCode, sentence: string, options?: GuestpassErrorOptions) {
    super(`${sentence} ${PAGES}${code}`, options)
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }

  /** The address of the page about this code: its causes, and what to do about each. */
  get helpUrl(): string {
    return PAGES + this.code
  }

  /** The message without the address at its end. */
  get sentence(): string {
    return this.message.slice(0, -this.helpUrl.length - 1)
  }
}

/** Whether trying again by itself is pointless: only a person, or another viewer, changes the answer. */
export function isFinal(error: GuestpassError): boolean {
  return !RETRYABLE.includes(error.code)
}

/** What may pass: a route, an issuer or an app that is down, busy or being mended. */
const RETRYABLE: readonly GuestpassErrorCode[] = [
  ...ROUTE_ERROR_CODES.slice(ROUTE_ERROR_CODES.indexOf('request-timeout')),
  'route-unreachable',
  'reply-invalid',
]
