import type { RefObject } from 'react'

/** The element that the dashboard of `root` is drawn into. */
export function mountOf(root: RefObject<HTMLElement | null>): HTMLElement | null | undefined {
  return root.current?.querySelector<HTMLElement>('[data-part=frame]')
}
