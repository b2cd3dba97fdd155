/**
 * What to keep of the reports of a page. The code is loaded with the code that speaks with a page.
 *
 * A page of 6.0 or later reports its filters as a data mask. Four facts decide what is kept of it (measured on 6.1):
 *
 * 1. `ownState` holds the drawn rows of a table, so it is dropped.
 * 2. A cleared filter is reported as `{}`, and a cleared range as `[null,null]`. In an address, `{}` leaves the charts unfiltered below a control that shows the
 *    default, and a filter that is left out gets its default. So it is kept as the value `null`.
 * 3. A required filter without a value so far is reported as `{}`, too, and so is a filter that waits for the first value
 *    of its column. With `null` in an address, such a filter has the charts show no rows. So a filter that never had a value
 *    is not kept.
 * 4. Charts report cross-filters, which no address restores. They are not kept.
 */

import { FILTER_PREFIX } from './filter-value'
import { isSame } from './is-same'
import { ownProperties } from './own-properties'
import type { KeptFilter, KeptFilters } from './view'

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
  const { value: given = null, label } = ownProperties(filterState)
  const value = isSame(given, [null, null]) ? null : given
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

/** A range is cleared at both ends. */
const CLEARED = [null, [], [null, null]]

/** Whether the charts are filtered as the control shows: a value needs `extraFormData`, and a cleared filter does not. */
export function isTranslated({ extraFormData, filterState }: KeptFilter): boolean {
  const isCleared = CLEARED.some((value) => isSame(filterState.value, value))
  return isCleared || Object.keys(extraFormData).length > 0
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
