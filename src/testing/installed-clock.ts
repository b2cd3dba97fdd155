/** The clocks and timers of the page, which go on as they do and can be made to go faster. */

export interface InstalledClock {
  /** Lets so much time pass at once: what is due in it happens in its order, with its promises and messages. */
  advance(durationMs: number): Promise<void>
  /** Sets the wall clock forward or back, as sleep or a person does; the monotonic one does not notice. */
  moveWallClock(byMs: number): void
  /** Puts back the page's own; what is waited for by then goes on in real time. */
  uninstall(): void
}

interface Timer {
  dueMs: number
  /** The real timer that it waits for when nobody hurries it. */
  real: unknown
  readonly everyMs: number | undefined
  readonly run: () => void
}

const MESSAGE_TURNS = 4

/**
 * Takes over `setTimeout`, `setInterval`, `performance.now` and `Date.now`, so that a test need not wait for a token
 * to end. Time goes on meanwhile, and so what waits for the page in real time still finds it.
 *
 * @example
 * const clock = installFakeClock()
 * await clock.advance(5 * 60_000)
 * clock.uninstall()
 */
export function installFakeClock(): InstalledClock {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    dateNow: Date.now,
    performanceNow: performance.now,
  }
  /** By what their owners know them by. */
  const timers = new Map<unknown, Timer>()
  let skippedMs = 0
  let wallOffsetMs = 0
  const now = () => real.performanceNow.call(performance) + skippedMs

  function start(run: () => void, delayMs: number, isRepeated: boolean): unknown {
    const waitMs = Math.max(0, Number(delayMs) || 0)
    const timer: Timer = {
      dueMs: now() + waitMs,
      real: undefined,
      everyMs: isRepeated ? waitMs : undefined,
      run,
    }
    arm(timer, waitMs)
    const key = timer.real
    timers.set(key, timer)
    return key
  }

  function arm(timer: Timer, waitMs: number): void {
    timer.real = real.setTimeout.call(globalThis, () => fire(timer), waitMs)
  }

  function fire(timer: Timer): void {
    stop(timer)
    if (timer.everyMs === undefined) forget(timer)
    else {
      timer.dueMs = now() + timer.everyMs
      arm(timer, timer.everyMs)
    }
    timer.run()
  }

  const stop = (timer: Timer) => real.clearTimeout.call(globalThis, timer.real as never)

  function forget(timer: Timer): void {
    for (const [key, one] of timers) if (one === timer) timers.delete(key)
  }

  function clear(key: unknown): void {
    const timer = timers.get(key)
    if (!timer) return void real.clearTimeout.call(globalThis, key as never)
    stop(timer)
    timers.delete(key)
  }

  const starter = (isRepeated: boolean) =>
    ((run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]) =>
      start(() => run(...args), delayMs, isRepeated)) as never

  Object.assign(globalThis, {
    setTimeout: starter(false),
    setInterval: starter(true),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Date.now = () => real.dateNow() + skippedMs + wallOffsetMs
  performance.now = now

  return {
    async advance(durationMs) {
      const endMs = now() + durationMs
      await settle()
      for (;;) {
        const [next] = [...timers.values()].sort((one, other) => one.dueMs - other.dueMs)
        if (!next || next.dueMs > endMs) break
        skippedMs += Math.max(0, next.dueMs - now())
        fire(next)
        await settle()
      }
      skippedMs += Math.max(0, endMs - now())
      for (const timer of timers.values()) {
        stop(timer)
        arm(timer, Math.max(0, timer.dueMs - now()))
      }
    },
    moveWallClock(byMs) {
      wallOffsetMs += byMs
    },
    uninstall() {
      const { dateNow, performanceNow, ...functions } = real
      Object.assign(globalThis, functions)
      Date.now = dateNow
      performance.now = performanceNow
    },
  }
}

/** Longer than a call to a page and its answer take, however quick everything else is. */
async function settle(): Promise<void> {
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
