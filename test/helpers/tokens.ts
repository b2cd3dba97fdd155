import type { GuestToken, Instant } from '../../src/core/guest-token'

export const START: Instant = { monotonicMs: 0, wallMs: 1_700_000_000_000 }

export function at(elapsedMs: number, wallShiftMs = 0): Instant {
  return { monotonicMs: elapsedMs, wallMs: START.wallMs + elapsedMs + wallShiftMs }
}

export function tokenOf(lifetimeMs: number, requestedAt: Instant = START, value = 'token'): GuestToken {
  return { value, lifetimeMs, requestedAt }
}
