import { GuestpassError } from '../../core/errors'
import { isFilterId, isFilterValue } from '../../core/filter-value'
import { ownProperties } from '../../core/own-properties'
import type { WantedView } from '../../core/view'
import { isId } from '../../core/view-id'
import type { NativeFilters, NativeFilterValues } from './types'

/** What a viewer looks at in a dashboard. It holds ids and values only, so it may travel in an address of the app. */
export interface DashboardView {
  /** The id of the tab that the viewer opened last, `TAB-…`: the innermost of nested tabs. */
  readonly tab?: string | undefined
  /** The values of the filters, by their id (`NATIVE_FILTER-…`). `null` is a cleared filter. Reported by 6.0 and later. */
  readonly filters?: NativeFilterValues | undefined
  /**
   * The key of a permalink of Superset that has the filters and the sorting of interactive tables, from a link of `share()`
   * whose view does not fit into an address.
   * When the viewer sets a filter, `onViewChange` reports `filters` in place of the key.
   */
  readonly permalink?: string | undefined
}

/** A click into a chart. */
export interface ChartSelection {
  /** The chart's number. */
  readonly chartId: number
  /** The values that the click selects, by the name of their column. */
  readonly values: Readonly<Record<string, readonly (string | number | boolean | null)[]>>
}

/** What the viewer looks at: the tab and the filters. */
export interface ViewOptions {
  /**
   * What the viewer looks at. A change starts the page again, because no page up to 6.1 can apply it. Parts that are not
   * valid are left out with a warning, so a view may come from an address.
   * @default the dashboard's own first tab and filters
   */
  readonly view?: DashboardView | undefined
  /** The id of the tab to open, `TAB-…`. `view` wins. @default the dashboard's first tab */
  readonly activeTab?: string | undefined
  /**
   * Whether the sorting of interactive tables, and the order, width, hiding and pinning of their columns, is kept when the page
   * starts again. The token route stores each state as a permalink of Superset, with the account of the issuer. 6.1 and
   * later. @default false
   */
  readonly keepTables?: boolean | undefined
  /** Called when the viewer has opened another tab or set a filter. Up to 5.0 for tabs only. */
  readonly onViewChange?: ((view: DashboardView) => void) | undefined
  /**
   * Called when the viewer clicks into a chart, and with `null` when the selection is released. 6.0 and later, for
   * dashboards with cross-filters.
   */
  readonly onSelect?: ((selection: ChartSelection | null) => void) | undefined
}

/** What the app wants the viewer to look at, and a warning about what cannot be used. */
export function readViewOptions(
  { view, activeTab }: ViewOptions,
  nativeFilters: NativeFilters,
): { readonly wanted: WantedView; readonly warning: GuestpassError | undefined } {
  const { tab = activeTab, filters, permalink } = ownProperties(view)
  const leftOut: string[] = []
  const keepId = (name: string, id: unknown) => {
    if (isId(id)) return id
    if (id !== undefined) leftOut.push(name)
    return undefined
  }
  const parts = { tab: keepId('tab', tab), permalink: keepId('permalink', permalink) }
  const valid = Object.entries(ownProperties(filters)).filter(([id, value]) => {
    const isValid = isFilterId(id) && isFilterValue(value)
    if (!isValid) leftOut.push('filters')
    return isValid
  })
  return {
    wanted: { ...parts, filters: { ...nativeFilters, ...Object.fromEntries(valid) } },
    warning: leftOut.length > 0 ? warningAbout(leftOut) : undefined,
  }
}

function warningAbout(leftOut: readonly string[]): GuestpassError {
  const parts = [...new Set(leftOut)].join(' and ')
  return new GuestpassError(
    'view-incomplete',
    `view: ${parts} has another form and is left out. Pass what onViewChange reported.`,
  )
}
