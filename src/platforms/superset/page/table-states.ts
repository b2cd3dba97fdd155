/** Reads what the viewer did to interactive tables from the answer of `getChartStates` (6.1). */

import { ownProperties } from '../../../core/own-properties'
import { isChartNumber, type TableColumn, type TableStates } from '../../../core/table-states'

export interface ReadTables {
  /** The numbers of all tables that the page reports. */
  readonly numbers: readonly string[]
  /** The tables that the viewer sorted, or whose columns the viewer hid or pinned. */
  readonly states: TableStates
  /** Whether the viewer filters a column of a table. Superset's page writes that as SQL, so it is not read. */
  readonly hasColumnFilter: boolean
}

/** A page draws a table with a state that it reports without a click of the viewer, so only some states count. */
export function readTables(answer: unknown): ReadTables {
  const tables = Object.entries(ownProperties(answer)).map(([chart, entry]) => {
    const { columnState, filterModel } = ownProperties(ownProperties(entry).state)
    return { chart, columns: columnsOf(columnState), filters: Object.keys(ownProperties(filterModel)).length }
  })
  return {
    numbers: tables.map(({ chart }) => chart),
    states: Object.fromEntries(
      tables
        .filter(({ chart, columns }) => isChartNumber(chart) && columns.some(isChanged))
        .map(({ chart, columns }) => [chart, columns]),
    ),
    hasColumnFilter: tables.some(({ filters }) => filters > 0),
  }
}

const isChanged = ({ sort, isHidden, pinned }: TableColumn) =>
  sort !== undefined || isHidden === true || pinned !== undefined

/** Only what is set is written, so that a request for a wide table stays small. */
function columnsOf(columnState: unknown): readonly TableColumn[] {
  const columns = Array.isArray(columnState) ? columnState.map(ownProperties) : []
  return columns.map(({ colId, sort, sortIndex, width, hide, pinned }) => ({
    name: String(colId),
    ...((sort === 'asc' || sort === 'desc') && { sort }),
    ...(typeof sortIndex === 'number' && { sortIndex }),
    ...(typeof width === 'number' && { width: Math.round(width) }),
    ...(hide === true && { isHidden: true }),
    ...((pinned === 'left' || pinned === 'right') && { pinned }),
  }))
}
