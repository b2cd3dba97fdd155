import { installFakeClock } from 'guestpass/testing'
import { afterEach, beforeEach, vi } from 'vitest'

/** Milliseconds of the page's clock in each turn. A turn takes about 1 ms (measured). */
const TURN_MS = 20

/**
 * Lets time pass fast in each test of the file, about 20 times as fast as real time: timers run in their order, and messages and
 * promises are handled between them. The clock stops while code is loaded on demand, which takes real time.
 */
export function passTimeFast(): void {
  let stop: () => Promise<void>

  beforeEach(() => {
    stop = startFastClock()
  })
  afterEach(() => stop())
}

function startFastClock(): () => Promise<void> {
  const clock = installFakeClock()
  let isRunning = true
  const run = async () => {
    while (isRunning) {
      await vi.dynamicImportSettled()
      await clock.advance(TURN_MS)
    }
  }
  const running = run()
  return async () => {
    isRunning = false
    await running
    clock.uninstall()
  }
}
