import type { Refuse } from './refuse'
import { codesOf, hexOf, isPlain, joined, stretchesOf } from './text'

/** The database under the datasets, by the name Superset has for it; `mysql` is MariaDB's too. */
export type RlsDialect = 'postgresql' | 'mysql' | 'sqlite' | 'duckdb' | 'ansi'

/** How one database writes names and values. */
export interface Dialect {
  readonly column: (parts: readonly string[], refuse: Refuse) => string
  readonly text: (text: string, refuse: Refuse) => string
  /** A pattern of LIKE; `text` in it is escaped already, `before` and `after` are `%` or nothing. */
  readonly pattern: (before: string, text: string, after: string, refuse: Refuse) => string
  readonly number: (digits: string) => string
  readonly boolean: (is: boolean) => string
  /** `at` is written in UTC. */
  readonly timestamp: (at: string) => string
  /** What it holds exactly as an integer: from −2⁶³ to this. */
  readonly maxInteger: bigint
}

const MAX_INT64 = 2n ** 63n - 1n
const MAX_UINT64 = 2n ** 64n - 1n

const doubleQuoted = (parts: readonly string[]) => quoted(parts, '"')

function quoted(parts: readonly string[], quote: '"' | '`'): string {
  return parts.map((part) => quote + part.replaceAll(quote, quote + quote) + quote).join('.')
}

const plainOr =
  (spelled: (text: string) => string) =>
  (text: string): string =>
    isPlain(text) ? `'${text}'` : spelled(text)

const postgresqlSpelled = plainOr((text) => `convert_from(decode('${hexOf(text)}', 'hex'), 'UTF8')`)

const postgresqlText: Dialect['text'] = (text, refuse) => {
  if (text.includes('\0')) throw refuse('holds a NUL, which no text in PostgreSQL can')
  return postgresqlSpelled(text)
}

/**
 * Without a quote or a backslash a literal is the same in every setting of standard_conforming_strings. It takes the
 * column's type, so a plain text works for a uuid, a date or an enum too; one that is spelled is a text.
 */
const postgresql: Dialect = {
  column: doubleQuoted,
  text: postgresqlText,
  pattern: (before, text, after, refuse) => postgresqlText(before + text + after, refuse),
  number: String,
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `'${at}+00'`,
  maxInteger: MAX_UINT64,
}

/**
 * What is not plain ASCII becomes bytes. They mean the same with and without NO_BACKSLASH_ESCAPES, ANSI_QUOTES and
 * PIPES_AS_CONCAT, whatever the connection's character set, and like any literal they yield to the column's collation,
 * which CONCAT and CONVERT would not.
 */
const mysqlText = (text: string): string =>
  isPlain(text) && /^[ -~]*$/.test(text) ? `'${text}'` : `_utf8mb4 X'${hexOf(text)}'`

/**
 * Numbers are quoted, for a column of numbers reads them as what they are, and a column of texts as a text: unquoted,
 * 0 equals every text that does not begin with a digit. Past 2⁵³ that reading would not be exact.
 */
const mysqlNumber = (digits: string): string =>
  Number.isInteger(Number(digits)) && !Number.isSafeInteger(Number(digits)) ? digits : `'${digits}'`

const mysql: Dialect = {
  column: (parts) => quoted(parts, '`'),
  text: mysqlText,
  pattern: (before, text, after) => mysqlText(before + text + after),
  number: mysqlNumber,
  boolean: (is) => (is ? "'1'" : "'0'"),
  timestamp: (at) => `'${at}'`,
  maxInteger: MAX_UINT64,
}

/**
 * SQLite takes a quoted name that it does not find for a text, and `NOT "no_such_column"` is then true for every row.
 * So a name that stands alone is written without quotes; behind its table's it is never a text.
 */
const sqliteColumn: Dialect['column'] = (parts, refuse) => {
  const [name = ''] = parts
  if (parts.length > 1) return doubleQuoted(parts)
  if (/^[a-z_][a-z0-9_]*$/i.test(name) && !SQLITE_RESERVED.has(name.toLowerCase())) return name
  throw refuse(
    'has to be qualified by its table in SQLite: it needs quotes, and SQLite may take it for a text',
  )
}

/** For SQLite or for sqlglot, which reads the queries first. */
const SQLITE_RESERVED = new Set(
  (
    'add all alter and any as autoincrement between case cast check collate commit connect_by_root constraint create ' +
    'cross current_date current_time current_timestamp default deferrable delete describe distinct drop else escape ' +
    'except exists false fetch for foreign from full glob grant group having if ilike in index indexed inner insert ' +
    'intersect into is isnull join lateral left like limit match natural not nothing notnull null on or order out ' +
    'outer partitioned_by primary qualify references regexp returning revoke right rlike rollback select set table ' +
    'tablesample then to transaction true uncache union unique update using values when where with xor'
  ).split(' '),
)

/** By codes, since the bytes of a text depend on the database's encoding; a function takes 100 arguments at most. */
const sqliteText = plainOr((text) => {
  const codes = codesOf(text)
  const calls = Array.from(
    { length: Math.ceil(codes.length / 100) },
    (_, index) => `char(${codes.slice(index * 100, index * 100 + 100).join(', ')})`,
  )
  return joined(calls)
})

const sqlite: Dialect = {
  column: sqliteColumn,
  text: sqliteText,
  pattern: (before, text, after, refuse) => {
    if (text.includes('\0')) throw refuse('holds a NUL, where a pattern of SQLite ends')
    return sqliteText(before + text + after)
  },
  number: String,
  boolean: (is) => (is ? '1' : '0'),
  timestamp: (at) => `'${at}'`,
  maxInteger: MAX_INT64,
}

const duckdbText = plainOr((text) => `decode(unhex('${hexOf(text)}'))`)

const duckdb: Dialect = {
  column: doubleQuoted,
  text: duckdbText,
  pattern: (before, text, after) => duckdbText(before + text + after),
  // With an exponent it is the double that it is in JavaScript; without one a decimal, which may miss it by a bit.
  number: (digits) => (/[.e]/.test(digits) ? Number(digits).toExponential() : digits),
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `'${at}+00'`,
  maxInteger: MAX_UINT64,
}

/**
 * The standard has no word for a character by its code, so what would depend on the database or on Superset is
 * refused here; the rest is split where two characters would mean something together.
 */
const ansiText: Dialect['text'] = (text, refuse) => {
  if (/[\\%]|(?!\n)\p{Cc}/u.test(text)) {
    throw refuse(
      'holds a backslash, a percent sign or a control character, which not every database reads alike',
    )
  }
  return joined(stretchesOf(text).map((stretch) => `'${stretch.replaceAll("'", "''")}'`))
}

const ansi: Dialect = {
  column: doubleQuoted,
  text: ansiText,
  pattern: (before, text, after, refuse) =>
    joined([before && "'%'", ansiText(text, refuse), after && "'%'"].filter((piece) => piece !== '')),
  number: String,
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `TIMESTAMP '${at}'`,
  maxInteger: MAX_INT64,
}

export const DIALECTS: Readonly<Record<RlsDialect, Dialect>> = { postgresql, mysql, sqlite, duckdb, ansi }
