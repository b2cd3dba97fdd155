/** Rows of a named query, as the token route answers them. */

import type { ColumnType } from './descriptor'

/** A value of a row. An integer that a JavaScript number cannot hold exactly is a text with its digits. */
export type RowValue = string | number | boolean | null

/** A row: its values by the names of the columns. */
export type Row = Readonly<Record<string, RowValue>>

/** A column of the rows. */
export interface RowsColumn {
  /** The name of the column or the metric. */
  readonly name: string
  /** What Superset reports. A metric is a number. */
  readonly type: ColumnType
}

/** The rows of a named query. */
export interface RowsResult<Item = Row> {
  /** In the order of the query. */
  readonly rows: readonly Item[]
  /** In the order of the query. */
  readonly columns: readonly RowsColumn[]
  /** Whether there are more rows than the limit of the query. */
  readonly isTruncated: boolean
  /** When Superset read the rows, in ISO 8601. Superset's cache may have older rows. */
  readonly asOf: string
}

/** A value of a parameter. */
export type ParamValue = string | number | boolean | readonly (string | number)[]
