import type { DashboardDescriptor } from './descriptor'

/** The named queries of an app. The browser sends a name and parameters, and nothing else. */
export type RowsQueries = Readonly<Record<string, RowsQuery>>

/**
 * A query that the server defines: rows of one dataset, as the viewer of the request may see them. Names of columns and metrics
 * are those of the descriptor.
 */
export interface RowsQuery {
  /** A constant that `npx guestpass generate` wrote. Only viewers whose grant lists this dashboard receive rows. */
  readonly dashboard: DashboardDescriptor
  /** The name of a dataset in `dashboard.datasets`. */
  readonly dataset: string
  /** With `metrics`, one row for each combination of their values. Without, rows as they are stored. @default none */
  readonly columns?: readonly (string | TimeColumn)[]
  /** Metrics of the dataset by name, or SQL of the app. @default none */
  readonly metrics?: readonly (string | SqlMetric)[]
  /** Conditions that always hold, beside the rules of the viewer. @default none */
  readonly where?: readonly RowsCondition[]
  /** The conditions whose values the browser may send, by the name of the parameter. @default none */
  readonly params?: Readonly<Record<string, RowsParam>>
  /** Names of columns, metrics or labels of this query. @default the order of the database */
  readonly orderBy?: readonly RowsOrder[]
  /** The largest number of rows, from 1 to 10,000. @default 1000 */
  readonly limit?: number
}

/** A time column whose values are rounded, for example to months. */
export interface TimeColumn {
  /** The name of the time column. */
  readonly column: string
  /** An ISO 8601 duration: `PT1H`, `P1D`, `P1W`, `P1M`, `P3M`, `P1Y`, or another that the database supports. */
  readonly grain: string
  /** Its name in the rows. @default the name of the column */
  readonly label?: string
}

/** A metric as SQL. Only the app writes it. */
export interface SqlMetric {
  /** An aggregate, such as `SUM(sales) / COUNT(*)`. */
  readonly sql: string
  /** Its name in the rows. */
  readonly label: string
}

/** How a column is compared. */
export type RowsOperator = '==' | '!=' | '>' | '>=' | '<' | '<='

/** A condition with a value of the app. */
export interface RowsCondition {
  /** The name of a column of the dataset. */
  readonly column: string
  /** @default '==' */
  readonly operator?: RowsOperator
  /** A list is only compared with `==` (one of them) and `!=` (none of them), and so is a boolean. */
  readonly value: string | number | boolean | readonly (string | number)[]
}

/** A condition whose value comes from the browser. */
export interface RowsParam {
  /** The name of a column of the dataset. */
  readonly column: string
  /**
   * `text`: up to 100 characters. `number`: finite. `boolean`. `dates`: a list with a first day and the day after the last
   * one, `['2024-01-01', '2024-02-01']`, for a time column.
   */
  readonly type: 'text' | 'number' | 'boolean' | 'dates'
  /** For texts and numbers. @default '==' */
  readonly operator?: RowsOperator
  /** Whether the value is a list of 1 to 100 texts or numbers. Only for `==` and `!=`. @default false */
  readonly list?: boolean
  /** The only values that are accepted. @default every value of the type */
  readonly values?: readonly (string | number)[]
  /** Whether the browser may leave it out. The condition is then not applied. @default false */
  readonly optional?: boolean
}

/** One step of the order of rows. */
export interface RowsOrder {
  /** A column, a metric or a label of this query. */
  readonly by: string
  /** @default false */
  readonly descending?: boolean
}
