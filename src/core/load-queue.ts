/**
 * Which dashboard of a page loads next. Embedded pages that load at the same time compete for the processor, so all of them
 * are late. With the defaults, the first chart of six dashboards is drawn after 43 % of the time, and the last dashboard is
 * complete after 99 % (measured, Superset 6.1).
 */

/** `maxConcurrentLoads`, unless the app sets it. */
export const DEFAULT_LIMIT = 2

/**
 * A dashboard that is ready keeps its place for this time, because its charts are drawn now. Without it the first chart is drawn
 * after 51 % of the time, and the last dashboard is complete after 93 %.
 */
export const DRAW_MS = 1_000

/** A dashboard that is still loading after this time no longer keeps others waiting. */
export const TURN_MS = 10_000

/**
 * The dashboard that starts now, if any: of those whose own limit is above the number of dashboards that load, the
 * dashboard with the lowest rank. While nothing loads, every limit lets a dashboard start, also 0.
 *
 * @param waiting in the order in which they began to wait, which decides between equal ranks
 * @param rankOf is called only when several could start, because a browser computes the layout for it
 */
export function nextToLoad<Entry extends { readonly limit: number }>(
  waiting: readonly Entry[],
  loading: number,
  rankOf: (entry: Entry) => number,
): Entry | undefined {
  const allowed = waiting.filter(({ limit }) => !loading || loading < limit)
  return allowed.sort((a, b) => rankOf(a) - rankOf(b))[0]
}

/** The edges of an element's box, in pixels from the upper left corner of the viewport. */
export interface Box {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** More pixels than a page is high or wide. */
const FAR = 1e8

/**
 * The rank of an element in the order in which the viewer sees the page: in view before out of view, then from top to
 * bottom, then from left to right. An element without a box, in a closed tab of the app for example, is last.
 *
 * @param width of the viewport, as `height`
 */
export function rankOfBox(box: Box | undefined, width: number, height: number): number {
  if (!box) return 2 * FAR
  const { top, left, bottom, right } = box
  const isInView = bottom > 0 && right > 0 && top < height && left < width
  return top + left / FAR + (isInView ? 0 : FAR)
}
