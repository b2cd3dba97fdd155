import type { Filters, TabDefinition } from '../dashboards'

/** What every chart contributes to the filters, in Superset's shape: one entry a chart, chosen or not. */
export function dataMaskOf(tabs: readonly TabDefinition[], filters: Filters): Record<string, object> {
  const charts = tabs.flatMap((tab) => tab.charts)
  return Object.fromEntries(
    charts.map(({ id, by }) => {
      const value = by && filters[by]
      const chosen = value === undefined ? null : [value]
      const extraFormData = chosen ? { filters: [{ col: by, op: 'IN', val: chosen }] } : {}
      return [
        `CHART-${id}`,
        { id: `CHART-${id}`, extraFormData, filterState: { value: chosen }, ownState: {} },
      ]
    }),
  )
}
