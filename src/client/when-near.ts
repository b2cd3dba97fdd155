/** How far from the viewport is near, so that a dashboard is there when its viewer is. */
const MARGIN = '50%'

/**
 * Calls back once the element is in the viewport or near it, unless the returned function was called first. Without
 * `IntersectionObserver` (in jsdom, for example) every element counts as near.
 */
export function whenNear(element: Element, callback: () => void): () => void {
  if (typeof IntersectionObserver === 'undefined') {
    callback()
    return () => {}
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      callback()
    },
    { rootMargin: MARGIN },
  )
  observer.observe(element)
  return () => observer.disconnect()
}
