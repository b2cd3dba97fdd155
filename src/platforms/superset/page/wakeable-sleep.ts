export interface WakeableSleep {
  /** Resolves after the delay or when `wake` is called. A `wake` since the last sleep counts. Never resolves after the signal has aborted. */
  sleep(delayMs: number): Promise<void>
  wake(): void
}

export function createWakeableSleep(signal: AbortSignal): WakeableSleep {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wakeSleeper: (() => void) | undefined
  let isWoken = false
  signal.addEventListener('abort', () => clearTimeout(timer))

  function wake(): void {
    clearTimeout(timer)
    isWoken = !wakeSleeper
    wakeSleeper?.()
    wakeSleeper = undefined
  }

  return {
    wake,
    sleep: (delayMs) =>
      new Promise((resolve) => {
        if (signal.aborted) return
        wakeSleeper = resolve
        if (isWoken) wake()
        else timer = setTimeout(wake, delayMs)
      }),
  }
}
