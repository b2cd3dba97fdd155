/**
 * One record for each family of databases. `databases.ts` lists which database each record was tested on.
 *
 * The texts in quotes are plain or hexadecimal digits in every record, and each spelling was sent through Superset's
 * parser: it does not change them (`npm run compat`).
 */

import { type Dialect, type Like, type LikePattern, MAX_INT64, MAX_UINT64, type RawMarks } from './dialect'
import { codePointsOf, codeUnitsOf, hexOf, joined, PLAIN_ASCII, PLAIN_UNICODE, utf16HexOf } from './text'

const TEXT = ["'", "'"] as const
const DOUBLE = ['"', '"'] as const
const BACKTICK = ['`', '`'] as const
const BRACKETS = ['[', ']'] as const

const standardQuotes: RawMarks = { quotes: [TEXT, DOUBLE] }
const backtickQuotes: RawMarks = { quotes: [TEXT, DOUBLE, BACKTICK] }

/** `LIKE … ESCAPE '!'`, unless a database has functions that are safer. */
const patterns = (pattern: LikePattern): Like => ({
  startsWith: pattern,
  endsWith: pattern,
  contains: pattern,
})
const ESCAPED: LikePattern = { escaped: /[!%_]/g }

/** With an exponent a fraction is the double that it is in JavaScript; without it, a decimal that may miss the double. */
const asDouble = (digits: string) => (/[.e]/.test(digits) ? Number(digits).toExponential() : digits)

const NUL = { pattern: /\0/, what: 'a NUL, which no text of the database can contain' }

/** What the databases have in common that only a few of them differ from. */
const common = {
  quote: DOUBLE,
  quoteInName: 'refused',
  plain: PLAIN_ASCII,
  like: patterns(ESCAPED),
  number: asDouble,
  maxInteger: MAX_INT64,
  yes: 'TRUE',
  no: 'FALSE',
  isTrue: (column: string) => `${column} = TRUE`,
  instant: (at: string) => `'${at}+00'`,
  raw: standardQuotes,
} satisfies Partial<Dialect>

/**
 * A literal without a quote or a backslash is the same in every setting of standard_conforming_strings. It takes the
 * column's type, so a plain text also fits a uuid, a date or an enum. A text that is spelled fits a column of texts only.
 */
export const postgresql: Dialect = {
  ...common,
  quoteInName: 'doubled',
  plain: PLAIN_UNICODE,
  spell: (text) => `convert_from(decode('${hexOf(text)}', 'hex'), 'UTF8')`,
  refusedInTexts: [NUL],
  number: String,
  maxInteger: MAX_UINT64,
  isTrue: (column) => column,
}

/**
 * Bytes mean the same with and without NO_BACKSLASH_ESCAPES, ANSI_QUOTES and PIPES_AS_CONCAT, in every character set of
 * the connection. Like any literal they give way to the column's collation, which CONCAT and CONVERT would not.
 *
 * Numbers are quoted: a column of numbers reads them as numbers, and a column of texts as texts. Unquoted, 0 equals every
 * text that does not begin with a digit. Beyond 2⁵³ the column's reading would not be exact.
 */
export const mysql: Dialect = {
  ...common,
  quote: BACKTICK,
  quoteInName: 'doubled',
  spell: (text) => `_utf8mb4 X'${hexOf(text)}'`,
  number: (digits) => {
    const isExact = !Number.isInteger(Number(digits)) || Number.isSafeInteger(Number(digits))
    return isExact ? `'${digits}'` : digits
  },
  maxInteger: MAX_UINT64,
  yes: "'1'",
  no: "'0'",
  isTrue: (column) => column,
  instant: (at) => `'${at}'`,
  raw: { ...backtickQuotes, comments: ['#'] },
}

/**
 * Texts are spelled by their code points, because the bytes of a text depend on the database's encoding. A function takes
 * at most 100 arguments. Superset 4.1 and 5.0 refuse a query of more than 10,000 tokens, and a code point is three.
 */
export const sqlite: Dialect = {
  ...common,
  quoteInName: 'doubled',
  bareNames: new Set(
    (
      'add all alter and any as autoincrement between case cast check collate commit connect_by_root constraint create ' +
      'cross current_date current_time current_timestamp default deferrable delete describe distinct drop else escape ' +
      'except exists false fetch for foreign from full glob grant group having if ilike in index indexed inner insert ' +
      'intersect into is isnull join lateral left like limit match natural not nothing notnull null on or order out ' +
      'outer partitioned_by primary qualify references regexp returning revoke right rlike rollback select set table ' +
      'tablesample then to transaction true uncache union unique update using values when where with xor'
    ).split(' '),
  ),
  plain: PLAIN_UNICODE,
  spell: (text) => {
    const codes = codePointsOf(text)
    const calls = Array.from(
      { length: Math.ceil(codes.length / 100) },
      (_, index) => `char(${codes.slice(index * 100, index * 100 + 100).join(', ')})`,
    )
    return joined(calls)
  },
  maxSpelled: 3_000,
  like: patterns({ ...ESCAPED, refused: { pattern: /\0/, what: 'a NUL, where a pattern of SQLite ends' } }),
  number: String,
  yes: '1',
  no: '0',
  isTrue: (column) => column,
  instant: (at) => `'${at}'`,
  raw: { quotes: [TEXT, DOUBLE, BACKTICK, BRACKETS] },
}

export const duckdb: Dialect = {
  ...common,
  quoteInName: 'doubled',
  plain: PLAIN_UNICODE,
  spell: (text) => `decode(unhex('${hexOf(text)}'))`,
  maxInteger: MAX_UINT64,
  isTrue: (column) => column,
}

/**
 * GoogleSQL has no `LIKE … ESCAPE`, and refuses `= NULL`. An instant fits a TIMESTAMP column only. sqlglot splits a name
 * at its dots, within quotes too.
 */
export const bigquery: Dialect = {
  ...common,
  quote: BACKTICK,
  refusedInNames: { pattern: /\./, what: 'a dot: use a name without it' },
  spell: (text) => `CAST(FROM_HEX('${hexOf(text)}') AS STRING)`,
  like: {
    startsWith: (column, text) => `STARTS_WITH(${column}, ${text})`,
    endsWith: (column, text) => `ENDS_WITH(${column}, ${text})`,
    contains: (column, text) => `INSTR(${column}, ${text}) > 0`,
  },
  comparedWithNull: 'CAST(NULL AS BOOL)',
  raw: {
    ...backtickQuotes,
    comments: ['#'],
    refused: { pattern: /'''|"""/, what: 'a triple-quoted text' },
  },
}

/** `LIKE … ESCAPE` of Spark 3.5 misses rows when the pattern contains a character beyond U+FFFF (measured). */
export const spark: Dialect = {
  ...common,
  quote: BACKTICK,
  spell: (text) => `CAST(UNHEX('${hexOf(text)}') AS STRING)`,
  like: {
    startsWith: (column, text) => `STARTSWITH(${column}, ${text})`,
    endsWith: (column, text) => `ENDSWITH(${column}, ${text})`,
    contains: (column, text) => `LOCATE(${text}, ${column}) > 0`,
  },
  instant: (at) => `'${at}Z'`,
  raw: backtickQuotes,
}

/** Hive has no `LIKE … ESCAPE`, and sqlglot rewrites `STARTSWITH` for it. */
export const hive: Dialect = {
  ...common,
  quote: BACKTICK,
  refusedInNames: { pattern: / /, what: 'a space: use a name without it' },
  spell: (text) => `CAST(UNHEX('${hexOf(text)}') AS STRING)`,
  like: {
    startsWith: (column, text) => `LOCATE(${text}, ${column}) = 1`,
    endsWith: {
      refused: {
        pattern: /[\\%_]/,
        what: 'a backslash, percent sign or underscore, which LIKE in Hive cannot escape',
      },
    },
    contains: (column, text) => `LOCATE(${text}, ${column}) > 0`,
  },
  instant: (at) => `'${at}'`,
  raw: backtickQuotes,
}

/**
 * In WHERE an alias of any part of the query hides a column of the same name. It does not hide a column with its table,
 * unless the alias is the table's name and its value is a tuple with an element of that name. The guard gives the table's
 * name to the number 0, and a query that gives it to another value fails (all measured).
 */
export const clickhouse: Dialect = {
  ...common,
  qualified: { guard: (table) => `(0 AS ${table}) = 0` },
  spell: (text) => `unhex('${hexOf(text)}')`,
  like: {
    startsWith: (column, text) => `startsWith(${column}, ${text})`,
    endsWith: (column, text) => `endsWith(${column}, ${text})`,
    contains: (column, text) => `position(${column}, ${text}) > 0`,
  },
  maxInteger: MAX_UINT64,
  nullBesideList: true,
  instant: (at) => `toDateTime64('${at}', 3, 'UTC')`,
  // The documented range of DateTime64. Older versions move an instant outside of it to its ends.
  years: [1900, 2299],
  raw: {
    ...backtickQuotes,
    comments: ['#'],
    refused: { pattern: /[‘’“”]/, what: 'a typographic quote mark outside of a text' },
  },
}

export const trino: Dialect = {
  ...common,
  spell: (text) => `FROM_UTF8(FROM_HEX('${hexOf(text)}'))`,
  instant: (at) => `CAST('${at}' AS TIMESTAMP)`,
}

/** Names are written as they are stored, often in capitals. */
export const snowflake: Dialect = {
  ...common,
  spell: (text) => `HEX_DECODE_STRING('${hexOf(text)}')`,
  instant: (at) => `'${at} +00:00'`,
  raw: { ...standardQuotes, comments: ['//'] },
}

const TRAILING_SPACE = {
  pattern: / $/,
  what: 'a space at its end, which the database ignores in comparisons: compare ids, or trim the text',
}

/** PostgreSQL's `convert_from` does not exist in Redshift, and its `DECODE` has another meaning. */
export const redshift: Dialect = {
  ...common,
  spell: (text) => `FROM_VARBYTE(FROM_HEX('${hexOf(text)}'), 'utf8')`,
  refusedInTexts: [NUL, TRAILING_SPACE],
}

/** A code unit that is not a letter or digit is `\XXXX`. The text is NVARCHAR2, and an empty text is null. */
export const oracle: Dialect = {
  ...common,
  spell: (text) => {
    const write = (digits: string, index: number) =>
      /[A-Za-z0-9]/.test(text.charAt(index)) ? text.charAt(index) : `\\${digits}`
    return `UNISTR('${codeUnitsOf(text).map(write).join('')}')`
  },
  maxSpelled: 800,
  yes: '1',
  no: '0',
  isTrue: (column) => `${column} = 1`,
  instant: (at) => `TO_TIMESTAMP('${at}${at.includes('.') ? '' : '.000'}', 'YYYY-MM-DD HH24:MI:SS.FF3')`,
  maxValues: 1_000,
  raw: { ...standardQuotes, refused: { pattern: /(?<![\w$#])n?q'/i, what: "a text of the form q'[…]'" } },
}

/** Brackets, because `"x"` is a text if QUOTED_IDENTIFIER is off. A bracket has a meaning in LIKE as well. */
export const mssql: Dialect = {
  ...common,
  quote: BRACKETS,
  spell: (text) => `CAST(0x${utf16HexOf(text)} AS NVARCHAR(${text.length > 4_000 ? 'MAX' : 4_000}))`,
  refusedInTexts: [TRAILING_SPACE],
  like: patterns({ escaped: /[!%_[]/g }),
  yes: '1',
  no: '0',
  isTrue: (column) => `${column} = 1`,
  instant: (at) => `CAST('${at.replace(' ', 'T')}' AS DATETIME2)`,
  raw: { quotes: [TEXT, DOUBLE, BRACKETS] },
}
