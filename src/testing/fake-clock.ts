import type { Instant } from '../core/guest-token'

/** A clock that stands still until it is told to go on; both of its hands can be moved apart. */
export interface FakeClock {
  /** What both of its hands show. */
  now(): Instant
  /** Calls back once that long has passed; returns the way to call it off. */
  after(delayMs: number, callback: () => void): () => void
  /** Lets time pass, and what is due in it happen, promises included. */
  advance(durationMs: number): Promise<void>
  /** Sets the wall clock forward or back, as sleep or a person does; the monotonic one does not notice. */
  moveWallClock(byMs: number): void
  /** How many callbacks are waited for. */
  readonly pending: number
}

interface Timer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until a test moves it, for what takes one. */
export function createFakeClock(): FakeClock {
  const timers = new Set<Timer>()
  let monotonicMs = 0
  let wallOffsetMs = 1_700_000_000_000

  return {
    now: () => ({ monotonicMs, wallMs: monotonicMs + wallOffsetMs }),
    after(delayMs, callback) {
      // Like a real one, a timer counts whole milliseconds.
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

/** Longer than any chain of promises that one callback starts here. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
}
