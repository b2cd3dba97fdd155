/** A guest token, and its age. `refresh-policy` decides what follows from the age. */

import type { GuestpassError } from './errors'
import type { PlatformName } from './platform-name'

/** One moment, as the two clocks of a machine show it. */
export interface Instant {
  /** `performance.now()`. This clock cannot be set, and it stops while the machine sleeps. */
  readonly monotonicMs: number
  /** `Date.now()`. This clock runs through sleep, and a person can set it. */
  readonly wallMs: number
}

/** A guest token as a reply contained it. */
export interface ReceivedToken {
  readonly value: string
  readonly lifetimeMs: number
  readonly platform: PlatformName
  /** The address of the dashboard's server, when the token route returned one. */
  readonly domain: string | undefined
  /** The embed ids of the dashboards that the token opens. */
  readonly dashboards: readonly string[]
}

/** Why a reply contains no token for these dashboards, beside the tokens of others. */
export interface ReceivedError {
  readonly error: GuestpassError
  readonly dashboards: readonly string[]
}

/** What a reply contained. */
export type Received = readonly (ReceivedToken | ReceivedError)[]

/** A guest token as the page holds it. Its age is counted from the moment of its request. */
export interface GuestToken {
  readonly value: string
  readonly lifetimeMs: number
  readonly requestedAt: Instant
  /** The age at which it is renewed, in milliseconds: see `renewalAgeMs`. */
  readonly renewAtAgeMs: number
  /** The address of the dashboard's server, when the token route returned one. */
  readonly domain?: string | undefined
  /** @default 'superset' */
  readonly platform?: PlatformName
}

/**
 * The time since `then`, in milliseconds: the larger of what the two clocks measured. Only the wall clock counts the time
 * in sleep, and only the monotonic clock cannot be set back.
 */
export function elapsedMs(then: Instant, now: Instant): number {
  return Math.max(now.monotonicMs - then.monotonicMs, now.wallMs - then.wallMs)
}

/** How much of its lifetime is left, in milliseconds. Negative after the end. */
export function expiresInMs(token: GuestToken, now: Instant): number {
  return token.lifetimeMs - elapsedMs(token.requestedAt, now)
}

/** Whether the token may still be sent. */
export function isUsable(token: GuestToken | undefined, now: Instant): token is GuestToken {
  return token !== undefined && expiresInMs(token, now) > 0
}
