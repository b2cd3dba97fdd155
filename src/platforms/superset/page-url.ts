import type { KeptView } from '../../core/view'
import { filterMasks } from './native-filters'
import { toRison } from './rison'
import type { NativeFilters } from './types'

/** Gunicorn refuses a path and a query of more than 4,080 bytes together (measured), and many proxies about as many. */
const MAX_BYTES = 4_000

/** The address of a page, and the ids of filters that do not fit into it. */
export interface PageUrl {
  readonly url: URL
  readonly leftOut: readonly string[]
}

/**
 * The address of the embedded page that shows a view.
 *
 * @param url without a view
 */
export function pageUrl(url: URL, { tab = '', filters = {}, wanted }: KeptView): PageUrl {
  const masks = filterMasks({ ...wanted?.filters, ...filters } as NativeFilters)
  const leftOut: string[] = []
  const withView = new URL(url)
  withView.hash = tab
  // The app may have written the parameter itself.
  if (url.searchParams.has('native_filters')) return { url: withView, leftOut }
  const entries = Object.entries(masks)
  for (; entries.length > 0; leftOut.push(...entries.splice(widestOf(entries), 1).map(([id]) => id))) {
    withView.search = `${url.search}&native_filters=${encode(toRison(Object.fromEntries(entries)))}`
    if (withView.pathname.length + withView.search.length <= MAX_BYTES) break
    withView.search = url.search
  }
  return { url: withView, leftOut }
}

function widestOf(entries: readonly (readonly [id: string, mask: unknown])[]): number {
  const sizes = entries.map(([, mask]) => encode(toRison(mask)).length)
  return sizes.indexOf(Math.max(...sizes))
}

/** Leaves the marks of rison as they are, which `URLSearchParams` would write with three letters each. */
function encode(rison: string): string {
  return encodeURI(rison).replace(/[&+#']/g, (mark) => (mark === "'" ? '%27' : encodeURIComponent(mark)))
}
