/**
 * When the token of one dashboard is requested, renewed and requested again. `token-ledger` applies this to all dashboards
 * of a viewer.
 *
 * An example, with a token of 300 s that was requested at 0 s in a page that drew the latest renewal: the phase is `fresh`
 * until 240 s and `due` from then on. If the renewal fails, it is tried again every 5 s (± 20 %), and for the last time at
 * 298 s. At 300 s the token has `expired`, and the tries slow down to every 10, 20, 30, 30 … s.
 */

import type { GuestpassError } from './errors'
import { elapsedMs, expiresInMs, type GuestToken, type Instant, isUsable } from './guest-token'

/** What is known about the token of one dashboard. Everything else is derived from the record and `now`. */
export interface TokenRecord {
  readonly token: GuestToken | undefined
  /** Why the last request brought no token. `undefined` after a success. */
  readonly error: GuestpassError | undefined
  /** When a token was last requested. `undefined` means that nothing holds back the next request. */
  readonly requestedAt: Instant | undefined
  /** How long after `requestedAt` the next request is planned. */
  readonly nextAfterMs: number
  /** How long after `requestedAt` no request is allowed: 5 s, or longer when `Retry-After` demanded it. */
  readonly notBeforeMs: number
  /** How many requests in a row failed without a usable token, up to 3. */
  readonly misses: number
  /** Whether the session may have ended: nothing of its rows may be shown until the token route has answered. */
  readonly isDoubted: boolean
}

/**
 * - `missing`: no token has arrived yet
 * - `fresh`: the token can be used
 * - `due`: the token can be used, and is being renewed
 * - `expired`: the token can no longer be used
 * - `denied`: refused. Nothing is requested until a person asks or returns to the tab.
 */
export type TokenPhase = 'missing' | 'fresh' | 'due' | 'expired' | 'denied'

export const NEVER_MS = Number.POSITIVE_INFINITY

/** A shorter lifetime leaves no time for a renewal and its retries. */
export const MIN_LIFETIME_MS = 20_000

/** At most one request in this time for the same dashboard, whatever the token route answers. */
export const REQUEST_FLOOR_MS = 5_000

/** A token is renewed at the latest so long before its end. */
const LEAD_MS = 60_000
/** The earliest renewal, as a share of the latest renewal. */
const EARLIEST_SHARE = 0.6

const RETRY_MS = 5_000
/** The last retry comes so long before the token ends. After an outage that is over by then, the token never expires. */
const LAST_CALL_MS = 2_000
/** Without a usable token: 10, 20, 30, 30 … s. */
const RETRY_WITHOUT_TOKEN_MS = 10_000
const MAX_MISSES = 3
/** The random share of a delay, ± 20 %, so that many viewers do not retry at the same moment. */
const JITTER = 0.4

/** All properties are own, so that a record never shows what somebody put on `Object.prototype`. */
export const NO_RECORD: TokenRecord = {
  token: undefined,
  error: undefined,
  requestedAt: undefined,
  nextAfterMs: 0,
  notBeforeMs: REQUEST_FLOOR_MS,
  misses: 0,
  isDoubted: false,
}

/** Whether the last answer was a refusal that only a person, or code, can change. */
export function isStopped({ error }: TokenRecord): boolean {
  return error !== undefined && error.retry !== 'automatic'
}

export function tokenPhase(record: TokenRecord, now: Instant): TokenPhase {
  const { token } = record
  if (isStopped(record)) return 'denied'
  if (!token) return 'missing'
  if (!isUsable(token, now)) return 'expired'
  return elapsedMs(token.requestedAt, now) < token.renewAtAgeMs ? 'fresh' : 'due'
}

/**
 * The age at which a token is renewed, in milliseconds. The latest age is 60 s before the end, or half of a lifetime
 * under two minutes. The earliest age is 60 % of the latest: 144 s and 240 s for a token of 300 s.
 *
 * Viewers who open a page in the same second would otherwise renew in the same second for as long as they stay.
 * With 60 % the peak of 100,000 viewers is 1.8 times the average instead of 129 times, for 33 % more mints
 * (tokens of 300 s, docs/benchmarks.md).
 *
 * @param draw from 0 (the earliest age) to 1 (the latest); drawn at random once for each page
 */
export function renewalAgeMs(lifetimeMs: number, draw: number): number {
  const latestMs = lifetimeMs - Math.min(LEAD_MS, lifetimeMs / 2)
  return latestMs * (EARLIEST_SHARE + (1 - EARLIEST_SHARE) * draw)
}

/** How long until the next request, in milliseconds. 0 means now. */
export function nextRequestInMs(record: TokenRecord, now: Instant): number {
  const { requestedAt, nextAfterMs, notBeforeMs } = record
  return requestedAt ? Math.max(0, Math.max(nextAfterMs, notBeforeMs) - elapsedMs(requestedAt, now)) : 0
}

/**
 * Whether a dashboard can be included when the token of another dashboard is renewed, so that the page comes to share one
 * token. An Embeddable dashboard shares its token with no other, and every new token mounts it again.
 */
export function canJoinRenewal(record: TokenRecord, now: Instant): boolean {
  const { token } = record
  return (
    isUsable(token, now) &&
    token.platform !== 'embeddable' &&
    nextRequestInMs({ ...record, nextAfterMs: 0 }, now) === 0
  )
}

export function afterMint(token: GuestToken): TokenRecord {
  return { ...NO_RECORD, token, requestedAt: token.requestedAt, nextAfterMs: token.renewAtAgeMs }
}

/** @param random from 0 to 1: where the delay lies within its ± 20 % */
export function afterFailure<Kept extends TokenRecord>(
  record: Kept,
  error: GuestpassError,
  now: Instant,
  random: number,
): Kept {
  if (error.retry !== 'automatic') {
    return { ...record, ...NO_RECORD, error, requestedAt: now, nextAfterMs: NEVER_MS }
  }
  const { token, requestedAt = now } = record
  const sinceMs = elapsedMs(requestedAt, now)
  const hasToken = isUsable(token, now)
  const misses = hasToken ? 0 : Math.min(record.misses + 1, MAX_MISSES)
  const jitter = 1 + JITTER * (random - 0.5)
  const delayMs = hasToken
    ? retryInMs(RETRY_MS * jitter, expiresInMs(token, now) - LAST_CALL_MS)
    : RETRY_WITHOUT_TOKEN_MS * misses * jitter
  const notBeforeMs = Math.max(REQUEST_FLOOR_MS, sinceMs + (error.retryAfterMs ?? 0))
  return { ...record, error, requestedAt, misses, nextAfterMs: sinceMs + delayMs, notBeforeMs }
}

/** The floor lies between any two requests, so a retry shortly before the last call would delay the last call. */
function retryInMs(delayMs: number, lastCallInMs: number): number {
  return lastCallInMs < 2 * REQUEST_FLOOR_MS
    ? lastCallInMs
    : Math.min(delayMs, lastCallInMs - REQUEST_FLOOR_MS)
}

/** After a wake-up: a failed request is tried again as soon as the floor and `Retry-After` allow. */
export function retrySoon<Kept extends TokenRecord>(record: Kept): Kept {
  return record.error && !isStopped(record) ? { ...record, nextAfterMs: 0 } : record
}
