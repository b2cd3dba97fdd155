/**
 * What a viewer looks at in a dashboard: the open tab, and the filters. It is read from the page and given back when the
 * page starts again.
 *
 * A page of 6.0 or later reports its filters as a data mask. Four facts decide what is kept of it (measured on 6.1):
 *
 * 1. `ownState` holds the drawn rows of a table, so it is dropped.
 * 2. A cleared filter is reported as `{}`. In an address, `{}` leaves the charts unfiltered below a control that shows the
 *    default, and a filter that is left out gets its default. So it is kept as the value `null`.
 * 3. A required filter without a value so far is reported as `{}`, too, and so is a filter that waits for the first value
 *    of its column. With `null` in an address, such a filter has the charts show no rows. So a filter that never had a value
 *    is not kept.
 * 4. Charts report cross-filters, which no address restores. They are not kept.
 */

import { isSame } from './is-same'
import { ownProperties } from './own-properties'

/** A filter as the address of a page carries it. */
export interface KeptFilter {
  /** What the filter adds to the queries of charts. */
  readonly extraFormData: Readonly<Record<string, unknown>>
  /** What the filter's control shows. */
  readonly filterState: { readonly value: unknown; readonly label?: string }
}

export type KeptFilters = Readonly<Record<string, KeptFilter>>

export interface KeptView {
  /** The id of the tab that the viewer opened last, `TAB-…`. */
  readonly tab?: string | undefined
  /** The native filters that have a value or were cleared, by their ids. */
  readonly filters?: KeptFilters | undefined
  /** What the app wanted when this was kept. What the app wants from then on wins over what was kept. */
  readonly wanted?: WantedView | undefined
}

/** What the app wants the viewer to look at. */
export interface WantedView {
  readonly tab?: string | undefined
  /** Values, or filters as an address carries them, by id. */
  readonly filters: Readonly<Record<string, unknown>>
  /** The key of a permalink, which has the filters in place of `filters` until the page has reported them. */
  readonly permalink?: string | undefined
}

/** What is kept after the app has changed what it wants: the viewer's choices, except where the app has changed its own. */
export function keptAfter(kept: KeptView, next: WantedView): KeptView {
  const { tab, filters = {}, wanted: before = { filters: {} } } = kept
  const ids = Object.keys({ ...before.filters, ...next.filters })
  const changed = ids.filter((id) => !isSame(before.filters[id], next.filters[id]))
  const others = Object.entries(filters).filter(([id]) => !changed.includes(id))
  const rewritten = changed.flatMap((id) => {
    const known = filters[id]
    if (!known || !Object.hasOwn(next.filters, id)) return []
    const value = next.filters[id]
    const filter = isSame(known.filterState.value, value) ? known : filterWith(known, value)
    return filter ? [[id, filter] as const] : []
  })
  // The viewer's filters go on without the permalink that they began with only when the app names all of them.
  const isReplaced =
    before.permalink !== next.permalink && !Object.keys(filters).every((id) => id in next.filters)
  return {
    tab: next.tab === before.tab ? tab : next.tab,
    filters: isReplaced ? {} : Object.fromEntries([...others, ...rewritten]),
    wanted: next,
  }
}

const FILTER_PREFIX = 'NATIVE_FILTER-'
/** More than a dashboard has. A hostile page could report any number, and any text as a tab. */
const MAX_FILTERS = 200
const MAX_TAB_LENGTH = 100

/** The filters in a data mask. The page may have answered with anything. */
export function keptFilters(mask: unknown): KeptFilters {
  const filters = Object.entries(Object(mask)).filter(([id]) => id.startsWith(FILTER_PREFIX))
  return Object.fromEntries(filters.slice(0, MAX_FILTERS).map(([id, entry]) => [id, keptFilter(entry)]))
}

function keptFilter(entry: unknown): KeptFilter {
  const { extraFormData, filterState } = ownProperties(entry)
  const { value = null, label } = ownProperties(filterState)
  return {
    extraFormData: ownProperties(extraFormData),
    filterState: { value, ...(typeof label === 'string' && { label }) },
  }
}

/** The filters to keep of a report, after these. Without filters that have no value and had none before. */
export function withoutUnset(filters: KeptFilters, before: KeptFilters = {}): KeptFilters {
  const entries = Object.entries(filters)
  return Object.fromEntries(
    entries.filter(([id, { filterState }]) => filterState.value !== null || Object.hasOwn(before, id)),
  )
}

/** Whether the charts are filtered as the control shows: a value needs `extraFormData`, and a cleared filter does not. */
export function isTranslated({ extraFormData, filterState }: KeptFilter): boolean {
  const isCleared = filterState.value === null || isSame(filterState.value, [])
  return isCleared || Object.keys(extraFormData).length > 0
}

/** The same filter with another value, when its kind and its column show how that is written. Otherwise `undefined`. */
export function filterWith({ extraFormData }: KeptFilter, value: unknown): KeptFilter | undefined {
  const written = value === null ? {} : writtenValue(extraFormData, value)
  return written && { extraFormData: written, filterState: { value } }
}

function writtenValue(
  { filters, time_range, time_grain_sqla }: KeptFilter['extraFormData'],
  value: unknown,
): KeptFilter['extraFormData'] | undefined {
  const [first] = Array.isArray(filters) ? filters : []
  const { col, op } = ownProperties(first)
  if (col !== undefined && Array.isArray(value)) {
    if (op === 'IN' || op === 'NOT IN') return { filters: value.length > 0 ? [{ col, op, val: value }] : [] }
    if (op === '>=' || op === '<=') return { filters: rangeOf(col, value) }
  }
  if (typeof time_range === 'string' && typeof value === 'string') return { time_range: value }
  if (typeof time_grain_sqla === 'string') return { time_grain_sqla: [value].flat()[0] }
  return undefined
}

function rangeOf(col: unknown, [from, to]: readonly unknown[]): readonly object[] {
  const ends = [
    { col, op: '>=', val: from },
    { col, op: '<=', val: to },
  ]
  return ends.filter(({ val }) => typeof val === 'number')
}

/**
 * The tab that the viewer opened last, of all tabs that are open. The others are the tabs around it, from outer to inner, and
 * the tabs of other groups. The address of a page can name one tab only.
 *
 * @param before the open tabs at the last look, empty for a new document
 * @param kept the tab that was kept at the last look
 */
export function newestTab(
  tabs: unknown,
  before: readonly unknown[],
  kept: string | undefined,
): string | undefined {
  const open = Array.isArray(tabs) ? tabs.filter(isTab) : []
  const opened = before.length > 0 ? open.filter((tab) => !before.includes(tab)) : []
  if (opened.length === 0 && kept !== undefined && open.includes(kept)) return kept
  return (opened.length > 0 ? opened : open).at(-1)
}

const isTab = (tab: unknown): tab is string => typeof tab === 'string' && tab.length <= MAX_TAB_LENGTH
