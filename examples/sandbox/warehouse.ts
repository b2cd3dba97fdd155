/**
 * The database under the dashboards.
 *
 * Superset pastes the clauses of a guest token into its SQL as they are, each in brackets and joined with AND.
 * This stand-in does the same, so the signer of a token decides which rows are read. The connection keeps a
 * hostile clause from more than reading: it runs one statement, which may select and call functions, and nothing else.
 */

import { constants, DatabaseSync } from 'node:sqlite'
import {
  type ChartDefinition,
  type ChartQuery,
  type Condition,
  DATASET_NAME,
  FILTER_COLUMNS,
  type FilterColumn,
  ORDER_COLUMNS,
} from './dashboards.ts'
import { makeSales, type Sale } from './sales.ts'
import { addSqlFunctions } from './sql-functions.ts'

export type Row = Readonly<Record<string, string | number | null>>

export interface Warehouse {
  /** @throws {QueryError} when the database refuses the query: a clause may hold anything. */
  query(chart: ChartDefinition, query: ChartQuery, clauses: readonly string[]): readonly Row[]
  /** Rows of a query that is not a chart's. @throws {QueryError} as above */
  rows(query: DataQuery, clauses: readonly string[]): readonly Row[]
  /** What there is to choose from. @throws {QueryError} as above */
  values(column: FilterColumn, clauses: readonly string[]): readonly Row[]
  close(): void
}

/** The parts of a statement that `rows.ts` wrote. Values are bound to the `?` of `where`. */
export interface DataQuery {
  readonly select: string
  /** Conditions, or an empty text. */
  readonly where: string
  readonly values: readonly string[]
  /** Groups, order and limit. */
  readonly rest: string
}

export class QueryError extends Error {}

export function openWarehouse(): Warehouse {
  const database = new DatabaseSync(':memory:')
  fill(database, makeSales())
  addSqlFunctions(database)
  database.setAuthorizer((action) => (MAY_DO.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY))

  function run(sql: string, values: readonly string[]): readonly Row[] {
    try {
      const statement = database.prepare(sql)
      // SQLite compiles the first statement and leaves the rest.
      if (statement.sourceSQL !== sql) throw new Error('only one statement is allowed')
      return statement.all(...values) as Row[]
    } catch (cause) {
      throw new QueryError((cause as Error).message, { cause })
    }
  }

  return {
    query(chart, query, clauses) {
      const filters = query.filters.filter(({ col }) => FILTER_COLUMNS.some((column) => column === col))
      const sql = sqlOf(chart, query, `FROM ${DATASET_NAME} WHERE ${whereOf(filters, clauses)}`)
      return run(
        sql,
        filters.flatMap(({ val }) => val),
      )
    },
    rows: ({ select, where, values, rest }, clauses) =>
      run(
        `SELECT ${select} FROM ${DATASET_NAME} WHERE ${[...(where ? [where] : []), whereOf([], clauses)].join(' AND ')} ${rest}`,
        values,
      ),
    values: (column, clauses) =>
      run(
        `SELECT DISTINCT ${column} AS label FROM ${DATASET_NAME} WHERE ${whereOf([], clauses)} ORDER BY 1`,
        [],
      ),
    close: () => database.close(),
  }
}

const MAY_DO: ReadonlySet<number> = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
])

function whereOf(filters: readonly Condition[], clauses: readonly string[]): string {
  return [
    "order_date >= '2003-01-01'",
    ...filters.map(({ col, val }) => `${col} IN (${val.map(() => '?').join(', ')})`),
    ...clauses.map((clause) => `(${clause})`),
  ].join(' AND ')
}

function sqlOf({ kind, by }: ChartDefinition, { orderby, row_limit }: ChartQuery, from: string): string {
  const limit = Math.max(1, Math.trunc(Number(row_limit) || 1))
  switch (kind) {
    case 'big-number':
      return `SELECT SUM(sales) AS value ${from} HAVING COUNT(*) > 0`
    case 'months':
      return `SELECT substr(order_date, 1, 7) AS label, SUM(sales) AS value ${from} GROUP BY 1 ORDER BY 1`
    case 'bars':
      return `SELECT ${by} AS label, SUM(sales) AS value ${from} GROUP BY 1 ORDER BY 2 DESC LIMIT ${limit}`
    case 'quarters':
      return `SELECT product_line, substr(order_date, 1, 4) || ' Q' || ((substr(order_date, 6, 2) + 2) / 3) AS label, SUM(sales) AS value ${from} GROUP BY 1, 2 ORDER BY 1, 2`
    case 'orders': {
      const orders = orderby
        .filter(([column]) => ORDER_COLUMNS.includes(column))
        .map(([column, isAscending]) => `${column} ${isAscending ? 'ASC' : 'DESC'}`)
      const order = [...orders, 'order_date DESC', 'order_number DESC'].join(', ')
      return `SELECT ${ORDER_COLUMNS.join(', ')} ${from} ORDER BY ${order} LIMIT ${limit}`
    }
  }
}

function fill(database: DatabaseSync, sales: readonly Sale[]): void {
  const columns = Object.keys(sales[0] ?? {})
  database.exec(`CREATE TABLE ${DATASET_NAME} (${columns.join(', ')})`)
  const insert = database.prepare(
    `INSERT INTO ${DATASET_NAME} VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  )
  database.exec('BEGIN')
  for (const sale of sales) insert.run({ ...sale })
  database.exec('COMMIT; PRAGMA query_only = ON')
}
