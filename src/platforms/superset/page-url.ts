import type { KeptView } from '../../core/view'
import { filterMasks } from './native-filters'
import { toRison } from './rison'
import type { NativeFilters } from './types'

/** Gunicorn refuses a path and a query of more than 4,080 bytes together (measured), and many proxies about as many. */
export const MAX_BYTES = 4_000

/** Has the queries of the page bypass Superset's cache. Every address has room for it. */
const FORCE = 'force=true'

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
export function pageUrl(url: URL, { tab = '', filters = {}, tables, wanted }: KeptView): PageUrl {
  const permalink = tables?.permalink ?? wanted?.permalink
  // Filters in the address take the place of all filters of the permalink (measured), so what the app wants is not written.
  const masks = filterMasks({ ...(!wanted?.permalink && wanted?.filters), ...filters } as NativeFilters)
  const search = permalink ? `${url.search}&permalink_key=${permalink}` : url.search
  const withView = new URL(url)
  withView.search = search
  withView.hash = tab
  // The app may have written the parameter itself.
  if (url.searchParams.has('native_filters')) return { url: withView, leftOut: [] }
  const texts = Object.entries(masks).map(([id, mask]) => [id, encode(toRison({ [id]: mask }))] as const)
  const leftOut = widestOf(texts, MAX_BYTES - `${url.pathname}${search}&${FORCE}&native_filters=()`.length)
  const written = texts.filter(([id]) => !leftOut.includes(id)).map(([, text]) => text.slice(1, -1))
  // A part of the filters would do that, too.
  const isPart = wanted?.permalink && permalink === wanted.permalink && leftOut.length > 0
  if (written.length > 0 && !isPart) withView.search = `${search}&native_filters=(${written.join(',')})`
  return { url: withView, leftOut }
}

/** The same address with `force`. `searchParams.set` would write the marks of rison with three letters each. */
export function withForce(address: URL): URL {
  const url = new URL(address)
  const { search } = url
  if (!url.searchParams.has('force')) url.search = search ? `${search}&${FORCE}` : FORCE
  return url
}

/** The ids of the widest texts, without which the others fit into this many bytes. */
export function widestOf(
  texts: readonly (readonly [id: string, text: string])[],
  maxBytes: number,
): readonly string[] {
  let freeBytes = maxBytes
  const widest: string[] = []
  for (const [id, { length }] of [...texts].sort(([, left], [, right]) => left.length - right.length)) {
    freeBytes -= length
    if (freeBytes < 0) widest.push(id)
  }
  return widest
}

/**
 * Leaves the marks of rison as they are, which `URLSearchParams` would write with three letters each. Half of a surrogate
 * pair has no form in an address.
 */
function encode(rison: string): string {
  return encodeURI(rison.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[&+#']/g, (mark) =>
    mark === "'" ? '%27' : encodeURIComponent(mark),
  )
}
