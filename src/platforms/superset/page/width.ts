/**
 * Calls back when the element has another width, before that is painted, until `signal` aborts. In an environment without
 * `ResizeObserver` (jsdom) the width is not followed.
 */
export function onWidthChange(element: HTMLElement, signal: AbortSignal, callback: () => void): void {
  if (typeof ResizeObserver === 'undefined') return
  let widthPx = element.clientWidth
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === widthPx) return
    widthPx = element.clientWidth
    callback()
  })
  observer.observe(element)
  signal.addEventListener('abort', () => observer.disconnect())
}
