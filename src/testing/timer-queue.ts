/**
 * Timers that wait in real time and can be run earlier. Each waits for a real timer. After the clock has jumped, the queue runs
 * the timers that are due, and starts the real timers of the others again.
 */

interface Timer {
  /** What `setTimeout` or `setInterval` returned. */
  readonly key: unknown
  /** On the clock of the queue, in milliseconds. */
  dueMs: number
  /** The real timer that it waits for. */
  handle: unknown
  /** `undefined` for a timer that runs once. At least 1 ms, as in Node and in browsers. */
  readonly intervalMs: number | undefined
  readonly run: () => void
}

export class TimerQueue {
  readonly #now: () => number
  /** By their keys. */
  readonly #timers = new Map<unknown, Timer>()
  readonly #setReal = setTimeout.bind(globalThis)
  readonly #clearReal = clearTimeout.bind(globalThis) as (handle: unknown) => void

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** The four functions of the page. They start and stop timers of this queue. */
  createFunctions() {
    const starter =
      (isRepeated: boolean) =>
      (run: (...args: unknown[]) => void, delayMs?: unknown, ...args: unknown[]) =>
        this.#start(() => run(...args), Math.max(0, Number(delayMs) || 0), isRepeated)
    const clear = (key: unknown) => this.#clear(key)
    return {
      setTimeout: starter(false),
      setInterval: starter(true),
      clearTimeout: clear,
      clearInterval: clear,
    }
  }

  /** The timer that is due first, if it is due by then. */
  next(byMs: number): Timer | undefined {
    const [first] = [...this.#timers.values()].sort((a, b) => a.dueMs - b.dueMs)
    return first && first.dueMs <= byMs ? first : undefined
  }

  /** Runs a timer now. An interval is due again one period after it was due, so that a late run does not delay the next one. */
  fire(timer: Timer): void {
    if (timer.intervalMs === undefined) this.#clear(timer.key)
    else {
      timer.dueMs += timer.intervalMs
      this.#restart(timer)
    }
    timer.run()
  }

  /** Starts all real timers again. Call it after the clock has jumped. */
  restartAll(): void {
    for (const timer of this.#timers.values()) this.#restart(timer)
  }

  #start(run: () => void, waitMs: number, isRepeated: boolean): unknown {
    const handle = this.#setReal(() => this.fire(timer), waitMs)
    const intervalMs = isRepeated ? Math.max(1, waitMs) : undefined
    const timer: Timer = { key: handle, handle, dueMs: this.#now() + waitMs, intervalMs, run }
    this.#timers.set(handle, timer)
    return handle
  }

  #clear(key: unknown): void {
    const timer = this.#timers.get(key)
    // A timer that is not in the queue was started before it.
    this.#clearReal(timer ? timer.handle : key)
    this.#timers.delete(key)
  }

  #restart(timer: Timer): void {
    this.#clearReal(timer.handle)
    const waitMs = Math.max(0, timer.dueMs - this.#now())
    timer.handle = this.#setReal(() => this.fire(timer), waitMs)
  }
}
