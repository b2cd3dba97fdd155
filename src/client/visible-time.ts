const STEP_MS = 500

/**
 * Calls back after this much time in which the viewer could see the page: browsers slow hidden tabs down. With `element`,
 * only the time counts in which that element is in a visible document, which can be a popup's. Ends when `signal` aborts,
 * or when the returned function is called.
 */
export function onDeadline(
  limitMs: number,
  signal: AbortSignal,
  callback: () => void,
  element?: Element,
): () => void {
  if (signal.aborted) return () => {}
  let spentMs = 0
  const timer = setInterval(() => {
    if (isVisible(element)) spentMs += STEP_MS
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

/** Whether the viewer can see the page, or the document that the element is in. */
export function isVisible(element?: Element): boolean {
  return element ? element.isConnected && !element.ownerDocument.hidden : !document.hidden
}

/** Never resolves if `signal` aborts first. */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    const stop = () => clearTimeout(timer)
    const timer = setTimeout(() => {
      // A page that lives for a day sleeps often: listeners must not pile up.
      signal.removeEventListener('abort', stop)
      resolve()
    }, delayMs)
    signal.addEventListener('abort', stop)
  })
}
