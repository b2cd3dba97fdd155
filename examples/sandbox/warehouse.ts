/**
 * The database under the dashboards.
 *
 * Superset pastes the clauses of a guest token into its SQL as they are, each in brackets and joined with AND,
 * and so does this: whoever signs a token decides what is read. The connection is what keeps a hostile clause
 * from more than reading: one statement, that may select and call functions, and nothing else.
 */

import { constants, DatabaseSync } from 'node:sqlite'
import type { ChartDefinition, FilterColumn, Filters } from './dashboards.ts'
import { makeSales, type Sale } from './sales.ts'

export type Row = Readonly<Record<string, string | number | null>>

export interface Warehouse {
  /** @throws {QueryError} when the database refuses the query: a clause may hold anything. */
  query(chart: ChartDefinition, filters: Filters, clauses: readonly string[]): readonly Row[]
  close(): void
}

export class QueryError extends Error {}

/** The number Superset knows the dataset by; a rule may name it. */
export const DATASET_ID = 1

export function openWarehouse(): Warehouse {
  const database = new DatabaseSync(':memory:')
  fill(database, makeSales())
  database.setAuthorizer((action) => (MAY_DO.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY))
  return {
    query(chart, filters, clauses) {
      const chosen = Object.entries(filters).filter(([column]) => COLUMNS.has(column as FilterColumn))
      const where = [
        "order_date >= '2003-01-01'",
        ...chosen.map(([column]) => `${column} = ?`),
        ...clauses.map((clause) => `(${clause})`),
      ].join(' AND ')
      const sql = sqlOf(chart, where)
      try {
        const statement = database.prepare(sql)
        // SQLite compiles the first statement and leaves the rest.
        if (statement.sourceSQL !== sql) throw new Error('only one statement is allowed')
        return statement.all(...chosen.map(([, value]) => value)) as Row[]
      } catch (cause) {
        throw new QueryError((cause as Error).message, { cause })
      }
    },
    close: () => database.close(),
  }
}

const MAY_DO: ReadonlySet<number> = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
])

const COLUMNS: ReadonlySet<FilterColumn> = new Set<FilterColumn>([
  'country',
  'deal_size',
  'product_line',
  'status',
  'territory',
])

function sqlOf({ kind, by }: ChartDefinition, where: string): string {
  const from = `FROM cleaned_sales_data WHERE ${where}`
  switch (kind) {
    case 'big-number':
      return `SELECT SUM(sales) AS value ${from} HAVING COUNT(*) > 0`
    case 'months':
      return `SELECT substr(order_date, 1, 7) AS label, SUM(sales) AS value ${from} GROUP BY 1 ORDER BY 1`
    case 'bars':
      return `SELECT ${by} AS label, SUM(sales) AS value ${from} GROUP BY 1 ORDER BY 2 DESC LIMIT 8`
    case 'orders':
      return `SELECT order_number, order_date, customer_name, country, product_line, sales ${from} ORDER BY order_date DESC, order_number DESC LIMIT 8`
  }
}

function fill(database: DatabaseSync, sales: readonly Sale[]): void {
  const columns = Object.keys(sales[0] ?? {})
  database.exec(`CREATE TABLE cleaned_sales_data (${columns.join(', ')})`)
  const insert = database.prepare(
    `INSERT INTO cleaned_sales_data VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  )
  database.exec('BEGIN')
  for (const sale of sales) insert.run({ ...sale })
  database.exec('COMMIT; PRAGMA query_only = ON')
}
