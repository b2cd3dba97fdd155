/**
 * Calls back when an element has another width than before, before that is painted, until `signal` aborts. Call the returned
 * function with the element to follow, and with another element in its place. In an environment without `ResizeObserver`
 * (jsdom) the width is compared only then.
 */
export function watchWidth(signal: AbortSignal, callback: () => void): (element: HTMLElement) => void {
  let widthPx: number | undefined
  let observer: ResizeObserver | undefined
  signal.addEventListener('abort', () => observer?.disconnect())
  return (element) => {
    const look = () => {
      const isFirst = widthPx === undefined
      if (element.clientWidth === widthPx) return
      widthPx = element.clientWidth
      if (!isFirst) callback()
    }
    look()
    if (typeof ResizeObserver === 'undefined') return
    observer?.disconnect()
    observer = new ResizeObserver(look)
    observer.observe(element)
  }
}
