import { createRequire } from 'node:module'

const { Parser } = createRequire(import.meta.url)('node-sql-parser') as typeof import('node-sql-parser')
const parser = new Parser()

/** One that takes a backslash between quotes for itself, one that takes it for an escape. */
export const DATABASES = ['sqlite', 'mysql'] as const

export type Database = (typeof DATABASES)[number]

/** What a database would do, whatever its values are; nothing for what it does not understand. */
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
