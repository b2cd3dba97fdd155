/** How far from the viewport is near, so that a dashboard is there when its viewer is. */
const MARGIN = '50%'

/** Calls back once the element is in the viewport or near it, unless the returned function was called first. */
export function whenNear(element: Element, callback: () => void): () => void {
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
