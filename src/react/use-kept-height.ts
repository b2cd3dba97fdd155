import { type CSSProperties, type RefObject, useEffect } from 'react'
import { mountOf } from './mount-of'
import type { EmbedHandle } from './use-attached'

/** Of each dashboard, when it was last seen on the page. */
const heights = new Map<string, string>()

/** As long as charts may take to be as high as they were. */
const RELEASE = 'min-height 0s 5s'

/**
 * Keeps room for a dashboard that comes back, or starts anew, as high as it was, so that nothing below it moves; it
 * is let go a while after the dashboard is there.
 */
export function useKeptHeight(
  root: RefObject<HTMLElement | null>,
  id: string,
  observeScrollSize: EmbedHandle['observeScrollSize'] | undefined,
  isReady: boolean,
): CSSProperties | undefined {
  useEffect(
    () => observeScrollSize?.(() => heights.set(id, mountOf(root)?.style.height ?? '')),
    [root, id, observeScrollSize],
  )
  if (!observeScrollSize) return undefined
  return isReady ? { minHeight: 0, transition: RELEASE } : { minHeight: heights.get(id) }
}
