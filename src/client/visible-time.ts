const STEP_MS = 500

/**
 * Calls back after so much time in which `counts()`: what passes in a hidden tab, where browsers slow pages down,
 * usually does not. Ends with `signal`, or when the returned function is called.
 */
export function onDeadline(
  limitMs: number,
  signal: AbortSignal,
  callback: () => void,
  counts: () => boolean = isVisible,
): () => void {
  if (signal.aborted) return () => {}
  let spentMs = 0
  const timer = setInterval(() => {
    if (counts()) spentMs += STEP_MS
    if (spentMs < limitMs) return
    stop()
    callback()
  }, STEP_MS)
  const stop = () => {
    clearInterval(timer)
    signal.removeEventListener('abort', stop)
  }
  signal.addEventListener('abort', stop)
  return stop
}

export const isVisible = () => !document.hidden

/** Whoever is asleep when `signal` aborts is left there: an aborted page has nothing more to do. */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    const stop = () => clearTimeout(timer)
    const timer = setTimeout(() => {
      // A page that lives for a day sleeps often.
      signal.removeEventListener('abort', stop)
      resolve()
    }, delayMs)
    signal.addEventListener('abort', stop)
  })
}
