/** Visible time a page gets, to answer and then to show something. */
const DEADLINE_MS = 15_000
const STEP_MS = 500

/**
 * Calls back after 15 s of visible time: what passes in a hidden tab, where browsers slow pages down, does not
 * count. Ends with `signal`, or when the returned function is called.
 */
export function onDeadline(signal: AbortSignal, callback: () => void): () => void {
  let spentMs = 0
  const timer = setInterval(() => {
    if (!document.hidden) spentMs += STEP_MS
    if (spentMs < DEADLINE_MS) return
    stop()
    callback()
  }, STEP_MS)
  const stop = () => clearInterval(timer)
  signal.addEventListener('abort', stop)
  return stop
}

/** Whoever is asleep when `signal` aborts is left there: an aborted page has nothing more to do. */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
}
