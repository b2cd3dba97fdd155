import type { Instant } from '../core/guest-token'

/** The one place that asks what time it is. */
export interface Clock {
  now(): Instant
  /** Calls back once, and returns the way to call it off; a longer wait than timers can hold ends early. */
  after(delayMs: number, callback: () => void): () => void
}

/** A timer set for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** A wall clock that goes on where it was when somebody sets it back: else a nap after that would go unseen. */
export function neverBack(wallMs: () => number): () => number {
  let aheadMs = 0
  let lastMs = 0
  return () => {
    const nowMs = wallMs()
    aheadMs = Math.max(aheadMs, lastMs - nowMs)
    lastMs = nowMs + aheadMs
    return lastMs
  }
}

const wallMs = neverBack(() => Date.now())

export const systemClock: Clock = {
  now: () => ({ monotonicMs: performance.now(), wallMs: wallMs() }),
  after(delayMs, callback) {
    // A timer drops fractions: it would fire before its time, and on a clock that stands still for ever.
    const timer = setTimeout(callback, Math.min(Math.ceil(delayMs), MAX_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
