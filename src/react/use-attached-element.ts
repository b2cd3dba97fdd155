import { useCallback, useState } from 'react'

/**
 * An element, and the callback ref that learns it. React calls the ref with `null` also when <Suspense> only hides the
 * component, so an element counts as gone when it has left the document.
 */
export function useAttachedElement(): readonly [HTMLElement | null, (element: HTMLElement | null) => void] {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const ref = useCallback((next: HTMLElement | null) => {
    if (next) setElement(next)
    else queueMicrotask(() => setElement((current) => (current?.isConnected ? current : null)))
  }, [])
  return [element, ref]
}
