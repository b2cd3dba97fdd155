import type { CSSProperties, RefObject } from 'react'
import { useEffectBeforePaint } from './before-paint'
import { VISUALLY_HIDDEN } from './visually-hidden'

/** The layout that has to hold. Firefox drops the text of a refused attribute, so it is not in the document any more. */
const LAYOUT: Readonly<Record<string, CSSProperties>> = {
  dashboard: { position: 'relative', width: '100%' },
  box: { position: 'relative' },
  status: VISUALLY_HIDDEN,
}

/**
 * Sets the styles that a Content-Security-Policy refused in HTML from a server. Under `style-src 'self'` a browser ignores
 * `style` attributes, and React does not repair them when it hydrates. Styles that a script sets are allowed.
 */
export function useStylesUnderCsp(root: RefObject<HTMLElement | null>): void {
  useEffectBeforePaint(() => {
    for (const element of [root.current, ...(root.current?.querySelectorAll<HTMLElement>('[style]') ?? [])]) {
      if (!element || element.style.length > 0) continue
      element.style.cssText = element.getAttribute('style') ?? ''
      if (element.style.length === 0) Object.assign(element.style, LAYOUT[element.dataset['part'] ?? ''])
    }
  }, [root])
}
