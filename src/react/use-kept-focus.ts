import { type RefObject, useEffect, useRef } from 'react'
import { useEffectBeforePaint } from './before-paint'
import { mountOf } from './mount-of'

/**
 * Keeps the keyboard out of a frame that is covered, and returns the focus to the frame when it is ready again. A frame
 * that is loaded again, replaced, or started by a button that then disappears, loses the focus.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, isReady: boolean): void {
  const wasInside = useRef(false)

  useEffect(() => {
    const element = root.current
    const view = element?.ownerDocument.defaultView
    if (!element || !view) return
    const note = (focused: Element | null) => {
      wasInside.current = element.contains(focused)
    }
    const onFocusMove = (event: Event) => {
      // The first element of the path is the real one, also inside a shadow root.
      if (event.type !== 'blur') return note(event.composedPath()[0] as Element)
      // The window loses the focus to a frame in it, or to another window. Firefox reports this before it is true.
      view.setTimeout(() => hasFocus(element) && note(focusedIn(element)))
    }
    const events = ['focusin', 'pointerdown', 'blur']
    for (const event of events) view.addEventListener(event, onFocusMove)
    return () => {
      for (const event of events) view.removeEventListener(event, onFocusMove)
    }
  }, [root])

  useEffectBeforePaint(() => {
    const mount = mountOf(root)
    if (!mount) return
    mount.inert = !isReady
    // A viewer who has moved on keeps the focus where it is.
    if (isReady && wasInside.current && !hasFocus(mount)) {
      mount.querySelector('iframe')?.focus({ preventScroll: true })
    }
  }, [root, isReady])
}

/** The focused element of the element's own document or shadow root. */
function focusedIn(element: Element): Element | null {
  return (element.getRootNode() as Document | ShadowRoot).activeElement
}

/** Whether any element has the focus: without one, `activeElement` is the body, or `null` in a shadow root. */
function hasFocus(element: Element): boolean {
  const { body, activeElement } = element.ownerDocument
  return activeElement !== body && activeElement !== null
}
