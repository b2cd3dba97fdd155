/**
 * What a viewer did to the interactive tables of a dashboard (Superset 6.1): the order of their columns, and how their rows
 * are sorted.
 *
 * It holds names of columns, and no rows. It also holds no filters of columns: Superset's page writes them as SQL.
 */

import { ownProperties } from './own-properties'

/** A column of an interactive table. */
export interface TableColumn {
  /** The name of the column. */
  readonly name: string
  /** How the column sorts the rows. @default not */
  readonly sort?: 'asc' | 'desc' | undefined
  /** Its place among the columns that sort the rows, from 0. */
  readonly sortIndex?: number | undefined
  /** In CSS pixels. */
  readonly width?: number | undefined
  /** Whether the viewer hid the column. @default false */
  readonly isHidden?: boolean | undefined
  /** The side of the table to which the viewer pinned the column. @default none */
  readonly pinned?: 'left' | 'right' | undefined
}

/** The columns of each table in their order, by the number of the chart. */
export type TableStates = Readonly<Record<string, readonly TableColumn[]>>

const MAX_TABLES = 100
const MAX_COLUMNS = 1_000
const MAX_CHARACTERS = 1_000

/** Checks every part, because the browser can send anything. `undefined` when a part has another form. */
export function readTableStates(value: unknown): TableStates | undefined {
  const entries = Object.entries(ownProperties(value))
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isPlain || entries.length > MAX_TABLES) return undefined
  const tables: [string, readonly TableColumn[]][] = []
  for (const [chart, columns] of entries) {
    const isList = Array.isArray(columns) && columns.length <= MAX_COLUMNS
    const read = isList ? columns.map(readColumn) : []
    if (!isChartNumber(chart) || !isList || !read.every((column) => column !== undefined)) return undefined
    tables.push([chart, read])
  }
  return Object.fromEntries(tables)
}

/** As `Object.keys` returns the number of a chart. */
export const isChartNumber = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text)

function readColumn(value: unknown): TableColumn | undefined {
  const { name, sort, sortIndex, width, isHidden, pinned } = ownProperties(value)
  const isValid =
    typeof name === 'string' &&
    name !== '' &&
    name.length <= MAX_CHARACTERS &&
    isOneOf(sort, [undefined, 'asc', 'desc']) &&
    isWithin(sortIndex, MAX_COLUMNS) &&
    isWithin(width, 100_000) &&
    isOneOf(isHidden, [undefined, true, false]) &&
    isOneOf(pinned, [undefined, 'left', 'right'])
  return isValid ? ({ name, sort, sortIndex, width, isHidden, pinned } as TableColumn) : undefined
}

const isOneOf = (value: unknown, values: readonly unknown[]) => values.includes(value)
const isWithin = (value: unknown, max: number) =>
  value === undefined || (typeof value === 'number' && value >= 0 && value <= max)
