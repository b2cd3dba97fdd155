/**
 * The size as Superset 6.1 tells it: never less than the frame and a bit, because it measures a body that is as
 * high as its frame and hangs over it.
 */

/** By how much the body of 6.1 is higher than its frame. */
const OVERHANG_PX = 18

let content: HTMLElement | undefined

export function measure(root: HTMLElement): void {
  content = root
}

export function scrollSize(page: 'blank' | 'refused' | 'open'): {
  readonly width: number
  readonly height: number
} {
  const width = document.documentElement.clientWidth
  if (page === 'refused') return { width, height: OVERHANG_PX }
  // While a dashboard loads it already has its height.
  if (!content) return { width, height: 0 }
  return { width, height: Math.max(content.offsetHeight, window.innerHeight + OVERHANG_PX) }
}
