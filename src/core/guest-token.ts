import type { PlatformName } from './platform'

/** One moment as both clocks of a machine see it: the monotonic one stops in sleep, the wall clock can be set. */
export interface Instant {
  /** Of the clock that nobody sets, and that stops in sleep. */
  readonly monotonicMs: number
  /** Of the clock that a person reads, since 1970. */
  readonly wallMs: number
}

/** A guest token as the page holds it; its age is counted from the moment it was asked for. */
export interface GuestToken {
  readonly value: string
  readonly lifetimeMs: number
  readonly requestedAt: Instant
  /** The age at which renewal begins, in milliseconds: `renewalAgeMs` of the lifetime and the page's draw. */
  readonly renewAtAgeMs: number
  /** Where the dashboard lives, when the token route said so. */
  readonly domain?: string
  /** The system that it is for. @default 'superset' */
  readonly platform?: PlatformName
}

/**
 * - `missing`: none yet
 * - `fresh`: nothing to do
 * - `due`: still usable, and being renewed
 * - `expired`: no longer usable
 * - `denied`: refused for good
 */
export type TokenPhase = 'missing' | 'fresh' | 'due' | 'expired' | 'denied'

/** A shorter life leaves no room for a renewal and its retries. */
export const MIN_LIFETIME_MS = 20_000

const LEAD_MS = 60_000
/** The earliest renewal, as a share of the latest one. */
const EARLIEST_SHARE = 0.6

/**
 * The time since `then`, by whichever clock saw more of it: only the wall clock sees a nap, and only the
 * monotonic clock is never set back.
 */
export function elapsedMs(then: Instant, now: Instant): number {
  return Math.max(now.monotonicMs - then.monotonicMs, now.wallMs - then.wallMs)
}

export function expiresInMs(token: GuestToken, now: Instant): number {
  return token.lifetimeMs - elapsedMs(token.requestedAt, now)
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

/** Whether the token may still be sent. */
export function isUsable(token: GuestToken | undefined, now: Instant): token is GuestToken {
  return token !== undefined && expiresInMs(token, now) > 0
}
