/**
 * Builds the `chartStates` of a permalink, as the interactive tables of Superset 6.1 report them.
 *
 * Only the order, the width and the sorting of columns come from the browser. Which tables the dashboard has, and which
 * columns they show, is read from Superset with the issuer's account. A state without filters of columns adds no condition to
 * a query, and a column that the table does not show sorts nothing.
 */

import { ownProperties } from '../../core/own-properties'
import type { TableColumn, TableStates } from '../../core/table-states'

const TABLE = 'ag-grid-table'

export interface ChartStates {
  readonly states: Readonly<Record<string, object>>
  /** The numbers of the tables that the dashboard does not have. */
  readonly leftOut: readonly string[]
}

/** @param charts the `result` of `GET /api/v1/dashboard/<number>/charts` */
export function chartStatesOf(charts: unknown, tables: TableStates): ChartStates {
  const shown = new Map(
    (Array.isArray(charts) ? charts : [])
      .map(
        (chart) => [String(ownProperties(chart).id), ownProperties(ownProperties(chart).form_data)] as const,
      )
      .filter(([, { viz_type }]) => viz_type === TABLE),
  )
  const numbers = Object.keys(tables)
  const states = numbers.flatMap((number) => {
    const settings = shown.get(number)
    if (!settings) return []
    const names = columnNames(settings)
    const columns = (tables[number] ?? []).filter(({ name }) => names.has(name))
    return [[number, stateOf(Number(number), columns)] as const]
  })
  return {
    states: Object.fromEntries(states),
    leftOut: numbers.filter((number) => !shown.has(number)),
  }
}

/** A short state without all of these properties had no effect on the page of 6.1 (measured). */
function stateOf(chartId: number, columns: readonly TableColumn[]): object {
  const now = Date.now()
  const sorted = columns.filter(({ sort }) => sort !== undefined)
  return {
    chartId,
    vizType: TABLE,
    state: {
      columnState: columns.map(({ name, sort, sortIndex, width, isHidden, pinned }) => ({
        colId: name,
        ...(width !== undefined && { width }),
        hide: isHidden === true,
        pinned: pinned ?? null,
        sort: sort ?? null,
        sortIndex: sort === undefined ? null : (sortIndex ?? 0),
      })),
      sortModel: sorted
        .map(({ name, sort, sortIndex = 0 }) => ({ colId: name, sort, sortIndex }))
        .sort((left, right) => left.sortIndex - right.sortIndex),
      filterModel: {},
      timestamp: now,
    },
    lastModified: now,
  }
}

/** The names of the columns of a table, as its settings list them: in raw mode, or grouped. */
function columnNames(settings: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const { all_columns, groupby, metrics, percent_metrics } = settings
  const plain = [all_columns, groupby, metrics].flatMap(namesIn)
  return new Set([...plain, ...namesIn(percent_metrics).map((name) => `%${name}`)])
}

/** A column or a metric is a name, or an object with a label. */
function namesIn(list: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : []
  return entries
    .map((entry) => (typeof entry === 'string' ? entry : ownProperties(entry).label))
    .filter((name) => typeof name === 'string')
}
