import type { Instant } from '../core/guest-token'

/** The one place that asks what time it is. */
export interface Clock {
  now(): Instant
  /** Calls back once, and returns the way to call it off; a longer wait than timers can hold ends early. */
  after(delayMs: number, callback: () => void): () => void
}

/** A timer set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => ({ monotonicMs: performance.now(), wallMs: Date.now() }),
  after(delayMs, callback) {
    // A timer drops fractions: it would fire before its time, and on a clock that stands still for ever.
    const timer = setTimeout(callback, Math.min(Math.ceil(delayMs), MAX_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
