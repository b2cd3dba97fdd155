import { type CSSProperties, type RefObject, useEffect } from 'react'
import type { EmbedView } from '../client/embed-view'
import type { EmbedHandle } from '../platforms/dashboard'
import { mountOf } from './mount-of'

/** The last height of each dashboard, by the key of its component: token route, viewer and id. */
const heights = new Map<string, string>()

/** As long as charts may take to be as high as they were. */
const RELEASE = 'min-height 0s 5s'

/**
 * Keeps room for a dashboard that comes back or starts again, as high as it was, so that nothing below it moves. The room
 * is given back 5 s after the dashboard is ready, and at once when it has ended.
 */
export function useKeptHeight(
  root: RefObject<HTMLElement | null>,
  key: string,
  observeScrollSize: EmbedHandle['observeScrollSize'] | undefined,
  state: EmbedView['state'],
): CSSProperties | undefined {
  useEffect(
    () => observeScrollSize?.(() => heights.set(key, mountOf(root)?.style.height ?? '')),
    [root, key, observeScrollSize],
  )
  if (!observeScrollSize || state === 'ended') return undefined
  return state === 'ready' ? { minHeight: 0, transition: RELEASE } : { minHeight: heights.get(key) }
}
