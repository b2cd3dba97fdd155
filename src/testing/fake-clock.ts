import type { Instant } from '../core/guest-token'

/** A clock that a test moves. Its wall clock can differ from its monotonic clock, as after sleep. */
export interface FakeClock {
  /** The present time of both clocks, in milliseconds. */
  now(): Instant
  /** Calls `callback` once after `delayMs`. The returned function cancels the call. */
  after(delayMs: number, callback: () => void): () => void
  /** Moves both clocks forward. Runs the callbacks that are due in their order, and handles promises after each. */
  advance(durationMs: number): Promise<void>
  /** Moves only the wall clock, forward or back, as sleep or a person does. */
  moveWallClock(byMs: number): void
  /** The number of callbacks that still wait. */
  readonly pending: number
}

interface Timer {
  readonly atMs: number
  readonly callback: () => void
}

/** Creates a clock that stands still until a test moves it. */
export function createFakeClock(): FakeClock {
  const timers = new Set<Timer>()
  let monotonicMs = 0
  let wallOffsetMs = 1_700_000_000_000

  return {
    now: () => ({ monotonicMs, wallMs: monotonicMs + wallOffsetMs }),
    after(delayMs, callback) {
      // Like a real timer, it counts whole milliseconds.
      const timer = { atMs: monotonicMs + Math.max(0, Math.ceil(delayMs)), callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(durationMs) {
      const endMs = monotonicMs + durationMs
      await settle()
      for (;;) {
        const next = [...timers].sort((a, b) => a.atMs - b.atMs)[0]
        if (!next || next.atMs > endMs) break
        timers.delete(next)
        monotonicMs = Math.max(monotonicMs, next.atMs)
        next.callback()
        await settle()
      }
      monotonicMs = endMs
    },
    moveWallClock(byMs) {
      wallOffsetMs += byMs
    },
    get pending() {
      return timers.size
    },
  }
}

/** Handles promises: more turns than the longest chain of promises that a callback starts in the tests. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
}
