/** The size of the page's content, in CSS pixels. */

import { isJsdom } from '../frames'

/** What a page shows. */
export type ContentKind = 'nothing' | 'loading' | 'refusal' | 'dashboard'

/** jsdom has no layout. These are the heights that Superset's page reports in a frame 600 px high. */
const JSDOM_HEIGHTS_PX: Readonly<Record<ContentKind, number>> = {
  nothing: 0,
  loading: 600,
  refusal: 18,
  dashboard: 983,
}

/** @param dashboardPx the height that a test has set for the dashboard */
export function measureScrollSize(body: HTMLElement, kind: ContentKind, dashboardPx: number | undefined) {
  if (!isJsdom()) return { width: body.scrollWidth, height: body.scrollHeight }
  const setPx = kind === 'dashboard' ? dashboardPx : undefined
  return { width: 1_024, height: setPx ?? JSDOM_HEIGHTS_PX[kind] }
}
