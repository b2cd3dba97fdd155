import type { GuestToken, Instant, ReceivedToken } from '../../src/core/guest-token'
import { renewalAgeMs } from '../../src/core/refresh-policy'

export const START: Instant = { monotonicMs: 0, wallMs: 1_700_000_000_000 }

export function at(elapsedMs: number, wallShiftMs = 0): Instant {
  return { monotonicMs: elapsedMs, wallMs: START.wallMs + elapsedMs + wallShiftMs }
}

/** A page whose draw is the latest renewal: the times in tests are then round. */
const LATEST = 1

export function tokenOf(lifetimeMs: number, requestedAt: Instant = START, value = 'token'): GuestToken {
  return { value, lifetimeMs, requestedAt, renewAtAgeMs: renewalAgeMs(lifetimeMs, LATEST) }
}

/** A token as a reply contains it: of 300 s, for Superset. */
export function receivedToken(
  dashboards: readonly string[],
  value = 'token',
  lifetimeMs = 300_000,
): ReceivedToken {
  return { value, lifetimeMs, dashboards, platform: 'superset', domain: undefined }
}
