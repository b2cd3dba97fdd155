import { DatabaseSync } from 'node:sqlite'
import { DuckDBInstance } from '@duckdb/node-api'

/** A database with the orders of three organisations, and the orders of two more organisations in separate schemas. */
export interface OrdersDatabase {
  readonly name: string
  /** The ids of the rows, in order. */
  idsOf(sql: string): Promise<readonly number[]>
  close(): void
}

export const ORDERS = [
  { id: 1, organisation: 'acme', organisation_id: 7, country: 'Canada', customer: 'Ana' },
  { id: 2, organisation: 'acme', organisation_id: 7, country: 'United States', customer: "O'Brien" },
  { id: 3, organisation: 'acme', organisation_id: 7, country: "Côte d'Ivoire", customer: "O'Brien" },
  { id: 4, organisation: 'globex', organisation_id: 8, country: 'Canada', customer: 'Bob' },
  { id: 5, organisation: 'undefined', organisation_id: 9, country: 'France', customer: 'a\\b' },
] as const

const COLUMNS = 'id INTEGER, organisation VARCHAR, organisation_id INTEGER, country VARCHAR, customer VARCHAR'

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

const INSERTS = ORDERS.map(
  ({ id, organisation, organisation_id, country, customer }) =>
    `INSERT INTO orders VALUES (${id}, ${quoted(organisation)}, ${organisation_id}, ${quoted(country)}, ${quoted(customer)})`,
)

const SETUP = [`CREATE TABLE orders (${COLUMNS})`, ...INSERTS]

const inSchema = (schema: string, id: number) => [
  `CREATE TABLE ${schema}.orders (${COLUMNS})`,
  `INSERT INTO ${schema}.orders (id) VALUES (${id})`,
]

export async function openDatabases(): Promise<readonly OrdersDatabase[]> {
  return [openSqlite(), await openDuckdb()]
}

function openSqlite(): OrdersDatabase {
  const database = new DatabaseSync(':memory:')
  database.exec("ATTACH ':memory:' AS acme; ATTACH ':memory:' AS globex")
  for (const sql of [...SETUP, ...inSchema('acme', 71), ...inSchema('globex', 81)]) database.exec(sql)
  return {
    name: 'SQLite',
    idsOf: async (sql) =>
      database
        .prepare(sql)
        .all()
        .map(({ id }) => Number(id))
        .sort((a, b) => a - b),
    close: () => database.close(),
  }
}

async function openDuckdb(): Promise<OrdersDatabase> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const schemas = ['CREATE SCHEMA acme', 'CREATE SCHEMA globex']
  for (const sql of [...SETUP, ...schemas, ...inSchema('acme', 71), ...inSchema('globex', 81)])
    await connection.run(sql)
  return {
    name: 'DuckDB',
    async idsOf(sql) {
      // DuckDB runs every statement of a text, so hostile SQL could drop the table for the next query.
      await connection.run('BEGIN TRANSACTION')
      try {
        const rows = (await connection.runAndReadAll(sql)).getRowObjects()
        return rows.map(({ id }) => Number(id)).sort((a, b) => a - b)
      } finally {
        await connection.run('ROLLBACK')
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
