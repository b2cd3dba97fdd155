/** What happens after an error, and what the embed itself does about it. */
export type Retry =
  /** The embed goes on by itself, for as long as it is mounted. */
  | 'automatic'
  /** The embed has stopped. It starts again when a person asks for it (`retry()`, the button "Try again"). */
  | 'user'
  /** The same call fails again until code, configuration or a policy changes. */
  | 'never'

/** Whose business an error is: the person who looks, the person who writes the app, or the person who runs its servers. */
export type Audience = 'viewer' | 'developer' | 'operator'

interface ErrorKind {
  readonly retry: Retry
  readonly audience: Audience
  /** The HTTP status of the token route's answer. Only errors of the route have one. */
  readonly status?: number
}

/**
 * Every error, by its stable code. Everything that depends on a code is read from here. The sentences that belong to codes
 * are in `viewer-sentences` and in the server's `reply`, and the compiler checks that none is missing.
 */
const ERROR_KINDS = {
  // The token route
  'session-ended': { retry: 'user', audience: 'viewer', status: 401 },
  // A wrong id is the most likely first mistake of a developer, and it looks like this to the page.
  denied: { retry: 'user', audience: 'developer', status: 403 },
  'viewer-mismatch': { retry: 'user', audience: 'viewer', status: 409 },
  'cross-site-refused': { retry: 'never', audience: 'developer', status: 403 },
  'request-invalid': { retry: 'never', audience: 'developer', status: 400 },
  'method-not-allowed': { retry: 'never', audience: 'developer', status: 405 },
  'payload-too-large': { retry: 'never', audience: 'developer', status: 413 },
  'unsupported-media-type': { retry: 'never', audience: 'developer', status: 415 },
  'request-timeout': { retry: 'automatic', audience: 'operator', status: 408 },
  'rate-limited': { retry: 'automatic', audience: 'operator', status: 429 },
  'authorize-failed': { retry: 'automatic', audience: 'operator', status: 500 },
  'grant-invalid': { retry: 'automatic', audience: 'operator', status: 500 },
  'issuer-refused': { retry: 'automatic', audience: 'operator', status: 502 },
  'issuer-unavailable': { retry: 'automatic', audience: 'operator', status: 503 },
  // The shared cache, reported to the operator only
  'cache-unavailable': { retry: 'automatic', audience: 'operator' },
  // The token, as the page receives it
  'route-unreachable': { retry: 'automatic', audience: 'operator' },
  'reply-invalid': { retry: 'automatic', audience: 'developer' },
  'token-undecodable': { retry: 'never', audience: 'developer' },
  'lifetime-too-short': { retry: 'never', audience: 'developer' },
  // The dashboard
  unreachable: { retry: 'automatic', audience: 'operator' },
  'view-incomplete': { retry: 'never', audience: 'developer' },
  'dashboard-left': { retry: 'automatic', audience: 'developer' },
  blank: { retry: 'automatic', audience: 'operator' },
  'timed-out': { retry: 'automatic', audience: 'operator' },
  'token-refused': { retry: 'user', audience: 'operator' },
  'dashboard-failed': { retry: 'user', audience: 'operator' },
  'blocked-by-csp': { retry: 'never', audience: 'developer' },
  // The app's own call or option
  'option-invalid': { retry: 'user', audience: 'developer' },
  // Answered to requests for a permalink only.
  'not-supported': { retry: 'never', audience: 'developer', status: 404 },
  'call-failed': { retry: 'never', audience: 'developer' },
  unmounted: { retry: 'never', audience: 'developer' },
} as const satisfies Record<string, ErrorKind>

/** The stable code of an error. Decide by it: it stays when the words change. */
export type GuestpassErrorCode = keyof typeof ERROR_KINDS

/** The codes whose row has these values. */
export type CodesWith<Kind> = {
  readonly [Code in GuestpassErrorCode]: (typeof ERROR_KINDS)[Code] extends Kind ? Code : never
}[GuestpassErrorCode]

/** What else is known of an error. */
export interface GuestpassErrorOptions {
  /** The error that caused this one. */
  readonly cause?: unknown
  /** How long the other side asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined
}

/** Every error of guestpass. The `message` explains what happened and what to do, and ends with the code in parentheses. */
export class GuestpassError extends Error {
  /** Always the same, also where code is minified. */
  override readonly name = 'GuestpassError'
  /** Decide by it: it stays when the words change. */
  declare readonly code: GuestpassErrorCode
  /** How long the other side asked to wait before the next try, in milliseconds. */
  declare readonly retryAfterMs: number | undefined

  /** @param sentence the message without the code, which is appended here */
  constructor(code: GuestpassErrorCode, sentence: string, options?: GuestpassErrorOptions) {
    super(`${sentence} (${code})`, options)
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }

  /** The message without the code. */
  get sentence(): string {
    return this.message.slice(0, -this.code.length - 3)
  }

  /** What happens next: see `Retry`. */
  get retry(): Retry {
    return kindOf(this).retry
  }
}

/** The row of the table that belongs to an error. */
export function kindOf({ code }: { readonly code: GuestpassErrorCode }): ErrorKind {
  return ERROR_KINDS[code]
}

/** Whether a reply may name this code: `value` came from another computer and can be anything. */
export function isRouteErrorCode(value: unknown): value is GuestpassErrorCode {
  return (
    typeof value === 'string' &&
    Object.hasOwn(ERROR_KINDS, value) &&
    kindOf({ code: value as GuestpassErrorCode }).status !== undefined
  )
}

/** Any thrown value as a `GuestpassError`. A foreign error becomes the `cause` of a new error with this code and sentence. */
export function toGuestpassError(error: unknown, code: GuestpassErrorCode, sentence: string): GuestpassError {
  return error instanceof GuestpassError ? error : new GuestpassError(code, sentence, { cause: error })
}
