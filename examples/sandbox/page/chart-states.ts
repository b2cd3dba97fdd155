/** What a viewer did to a table, in the shape of an interactive table of Superset 6.1: the column that sorts it. */

import { ORDER_COLUMNS } from '../dashboards'

export type ChartStates = Readonly<Record<string, ChartState>>

export interface ChartState {
  readonly chartId: number
  readonly vizType: 'ag-grid-table'
  readonly state: {
    readonly columnState: readonly { readonly colId: string; readonly sort: Sort['sort'] | null }[]
    readonly sortModel: readonly Sort[]
    readonly filterModel: Readonly<Record<string, never>>
  }
  readonly lastModified: number
}

export interface Sort {
  readonly colId: string
  readonly sort: 'asc' | 'desc'
}

export function sortOf(states: ChartStates, chart: number): Sort | undefined {
  return states[chart]?.state.sortModel[0]
}

/** A click on a column's head sorts up by it, then down, then not at all. */
export function sortBy(states: ChartStates, chart: number, colId: string): ChartStates {
  const before = sortOf(states, chart)
  const direction = before?.colId !== colId ? 'asc' : before.sort === 'asc' ? 'desc' : undefined
  const sortModel: readonly Sort[] = direction ? [{ colId, sort: direction }] : []
  const columnState = ORDER_COLUMNS.map((column) => ({
    colId: column,
    sort: column === colId ? (direction ?? null) : null,
  }))
  const state = { columnState, sortModel, filterModel: {} }
  return { ...states, [chart]: { chartId: chart, vizType: 'ag-grid-table', state, lastModified: Date.now() } }
}
