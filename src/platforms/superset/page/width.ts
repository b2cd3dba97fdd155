/**
 * Calls back when an element has another width than before, before that is painted, until `signal` aborts. Call the returned
 * function with the element to follow, and with another element in its place. In an environment without `ResizeObserver`
 * (jsdom) the width is compared only then.
 */
export function watchWidth(signal: AbortSignal, callback: () => void): (element: HTMLElement) => void {
  let widthPx: number | undefined
  let observer: ResizeObserver | undefined
  signal.addEventListener('abort', () => observer?.disconnect())

  function look({ clientWidth }: HTMLElement): boolean {
    const isChanged = widthPx !== undefined && clientWidth !== widthPx
    widthPx = clientWidth
    if (isChanged) callback()
    return isChanged
  }

  return (element) => {
    look(element)
    if (typeof ResizeObserver === 'undefined') return
    observer?.disconnect()
    const current = new ResizeObserver(() => {
      if (look(element)) observeInNextFrame()
    })
    observer = current
    observer.observe(element)

    // The callback changes the height, and a scrollbar that comes or goes changes the width once more in the same frame.
    // Browsers report a second change in one frame as an error of the app's page.
    function observeInNextFrame(): void {
      current.disconnect()
      element.ownerDocument.defaultView?.requestAnimationFrame(() => {
        if (observer === current && !signal.aborted) current.observe(element)
      })
    }
  }
}
