import type { DatabaseSync } from 'node:sqlite'

const bytes = (hex: unknown) => Buffer.from(String(hex), 'hex')
const text = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value))

/**
 * Functions that clauses of `rls(…)` call on other databases. With them the demo runs with the clauses of an app whose
 * own database is PostgreSQL, DuckDB, Trino, Snowflake, Redshift or Oracle.
 */
const FUNCTIONS: Readonly<Record<string, (...values: readonly unknown[]) => string | Uint8Array>> = {
  decode: (value, form) => (form === 'hex' ? bytes(value) : text(value)),
  convert_from: text,
  from_hex: bytes,
  from_utf8: text,
  from_varbyte: text,
  hex_decode_string: (hex) => bytes(hex).toString(),
  unistr: (escaped) =>
    text(escaped).replace(/\\([0-9a-f]{4})/g, (_, digits) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
}

export function addSqlFunctions(database: DatabaseSync): void {
  for (const [name, call] of Object.entries(FUNCTIONS)) {
    // SQLite computes a deterministic call with constants once.
    database.function(name, { deterministic: true, varargs: true }, call)
  }
}
