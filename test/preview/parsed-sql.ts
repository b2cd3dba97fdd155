import { createRequire } from 'node:module'

const { Parser } = createRequire(import.meta.url)('node-sql-parser') as typeof import('node-sql-parser')
const parser = new Parser()

/** In SQLite a backslash between quotes is a plain character. In MySQL it is an escape. */
export const DATABASES = ['sqlite', 'mysql'] as const

export type Database = (typeof DATABASES)[number]

/** Returns the parsed SQL without its values; `undefined` when the database does not understand the SQL. */
export function parsedSql(sql: string, database: Database): string | undefined {
  try {
    return JSON.stringify(parser.astify(sql, { database }), (_, node) => (isLiteral(node) ? 'a value' : node))
  } catch {
    return undefined
  }
}

const LITERALS = ['single_quote_string', 'string', 'number', 'bigint', 'null']

function isLiteral(node: unknown): boolean {
  return (
    typeof node === 'object' && node !== null && LITERALS.includes(String((node as { type?: unknown }).type))
  )
}
