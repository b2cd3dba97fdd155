/** Reads from the query of the page's address which parts of the dashboard the app hides. The names and bits are Superset's. */

export interface UiConfig {
  readonly hasTitle: boolean
  readonly hasTabs: boolean
  readonly hasChartControls: boolean
  readonly hasFilters: boolean
  /** Whether the filters are expanded until the viewer collapses them. */
  readonly expandsFilters: boolean
  /** Whether the page reports every change of the data mask. */
  readonly emitsDataMasks: boolean
}

export function readUiConfig(query: URLSearchParams): UiConfig {
  const bits = Number(query.get('uiConfig'))
  // Every value means yes, except these two.
  const isOn = (name: string) => !['false', '0'].includes(query.get(name) ?? '')
  return {
    hasTitle: !(bits & 1),
    // Up to Superset 6.1, bit 4 hides the tabs and bit 2 has no effect.
    hasTabs: !(bits & 4),
    hasChartControls: !(bits & 8),
    hasFilters: isOn('show_filters'),
    expandsFilters: isOn('expand_filters'),
    emitsDataMasks: Boolean(bits & 16),
  }
}
