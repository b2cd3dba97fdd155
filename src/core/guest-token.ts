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

/** The age at which renewal begins: 60 s before the end, or half of a life shorter than two minutes. */
export function renewalAgeMs({ lifetimeMs }: GuestToken): number {
  return lifetimeMs - Math.min(LEAD_MS, lifetimeMs / 2)
}

/** Whether the token may still be sent. */
export function isUsable(token: GuestToken | undefined, now: Instant): token is GuestToken {
  return token !== undefined && expiresInMs(token, now) > 0
}
