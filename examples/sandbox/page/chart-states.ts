/** What a viewer did to a table, in Superset's shape: which column it is sorted by. */

export type ChartStates = Readonly<Record<string, ChartState>>

export interface ChartState {
  readonly chartId: number
  readonly state: { readonly sortModel: readonly Sort[] }
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
  return { ...states, [chart]: { chartId: chart, state: { sortModel }, lastModified: Date.now() } }
}
