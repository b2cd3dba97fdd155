import type { RefObject } from 'react'
import { useEffectBeforePaint } from './before-paint'

/** The layout that has to hold. Firefox drops the text of a refused attribute, so it is not in the document any more. */
const LAYOUT: Readonly<Record<string, string>> = {
  dashboard: 'position:relative;width:100%',
  box: 'position:relative',
  status: 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap',
}

/**
 * Sets the styles that a Content-Security-Policy refused in HTML from a server. Under `style-src 'self'` a browser ignores
 * `style` attributes, and React does not repair them when it hydrates. Styles that a script sets are allowed.
 */
export function useStylesUnderCsp(root: RefObject<HTMLElement | null>): void {
  useEffectBeforePaint(() => {
    for (const element of [root.current, ...(root.current?.querySelectorAll<HTMLElement>('[style]') ?? [])]) {
      const text = element?.getAttribute('style') || LAYOUT[element?.dataset['part'] ?? '']
      if (text && element?.style.length === 0) element.style.cssText = text
    }
  }, [root])
}
