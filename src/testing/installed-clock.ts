import { TimerQueue } from './timer-queue'

/** A clock of the page that runs in real time, and that a test can make jump forward. */
export interface InstalledClock {
  /**
   * Lets this much time pass at once. Timers that are due in it run in their order. After each of them, promises and messages
   * are handled.
   */
  advance(durationMs: number): Promise<void>
  /** Moves the wall clock forward or back, as sleep or a person does. `performance.now` does not change. */
  moveWallClock(byMs: number): void
  /** Restores the functions of the page. Timers that still wait run in real time. */
  uninstall(): void
}

/** More turns than a call to the embedded page and its answer take. */
const MESSAGE_TURNS = 4

/**
 * Replaces `setTimeout`, `setInterval`, `performance.now` and `Date.now`, so that a test does not wait until a token expires.
 * Between two jumps time passes as usual, so code that waits in real time still works.
 *
 * @example
 * const clock = installFakeClock()
 * await clock.advance(5 * 60_000)
 * clock.uninstall()
 */
export function installFakeClock(): InstalledClock {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis
  const dateNow = Date.now
  const performanceNow = performance.now
  let skippedMs = 0
  let wallOffsetMs = 0
  const now = () => performanceNow.call(performance) + skippedMs
  const timers = new TimerQueue(now)

  Object.assign(globalThis, timers.createFunctions())
  Date.now = () => dateNow() + skippedMs + wallOffsetMs
  performance.now = now

  const skipTo = (ms: number) => {
    skippedMs += Math.max(0, ms - now())
  }

  return {
    async advance(durationMs) {
      const endMs = now() + durationMs
      await handleMessages()
      for (let timer = timers.next(endMs); timer; timer = timers.next(endMs)) {
        skipTo(timer.dueMs)
        timers.fire(timer)
        await handleMessages()
      }
      skipTo(endMs)
      timers.restartAll()
    },
    moveWallClock(byMs) {
      wallOffsetMs += byMs
    },
    uninstall() {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
      Date.now = dateNow
      performance.now = performanceNow
    },
  }
}

async function handleMessages(): Promise<void> {
  for (let turns = 0; turns < MESSAGE_TURNS; turns++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(undefined)
    })
  }
}
