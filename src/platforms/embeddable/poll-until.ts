const STEP_MS = 250

/** Resolves when `isDue` returns true, which is called every 250 ms. Never resolves if `signal` aborts first. */
export function pollUntil(isDue: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    const stop = () => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
    const look = () => {
      if (!isDue()) return
      stop()
      resolve()
    }
    const timer = setInterval(look, STEP_MS)
    signal.addEventListener('abort', stop)
    look()
  })
}
