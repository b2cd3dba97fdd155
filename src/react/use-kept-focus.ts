import { type RefObject, useEffect, useRef } from 'react'
import { useEffectBeforePaint } from './before-paint'
import { mountOf } from './mount-of'

/**
 * Keeps the keyboard out of a frame that is covered, and puts it back when there is a dashboard again: a frame that
 * loads again, makes way for another one, or was tried again by a button that is then gone, takes the focus with it.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, isReady: boolean): void {
  const wasInside = useRef(false)

  useEffect(() => {
    const note = (at: Element | null) => {
      wasInside.current = !!root.current?.contains(at)
    }
    const look = ({ type, target }: Event) => {
      if (type !== 'blur') return note(target as Element)
      // The window loses the focus when a frame in it gets it, which Firefox says before it is so; or to another window.
      setTimeout(() => document.activeElement !== document.body && note(document.activeElement))
    }
    const events = ['focusin', 'pointerdown', 'blur']
    for (const event of events) addEventListener(event, look)
    return () => {
      for (const event of events) removeEventListener(event, look)
    }
  }, [root])

  useEffectBeforePaint(() => {
    const mount = mountOf(root)
    if (!mount) return
    mount.inert = !isReady
    // Whoever has moved on meanwhile is left alone.
    if (isReady && wasInside.current && document.activeElement === document.body) {
      mount.querySelector('iframe')?.focus({ preventScroll: true })
    }
  }, [root, isReady])
}
