import { type Dialect, MAX_UINT64 } from '../dialect'
import { quoted } from '../names'
import { hexOf, isPlain } from '../text'

export const mysql: Dialect = {
  column: (parts) => quoted(parts, '`'),
  text: textSql,
  pattern: (before, text, after) => textSql(before + text + after),
  number: numberSql,
  boolean: (is) => (is ? "'1'" : "'0'"),
  timestamp: (at) => `'${at}'`,
  maxInteger: MAX_UINT64,
}

/**
 * What is not plain ASCII becomes bytes. They mean the same with and without NO_BACKSLASH_ESCAPES, ANSI_QUOTES and
 * PIPES_AS_CONCAT, whatever the connection's character set, and like any literal they yield to the column's collation,
 * which CONCAT and CONVERT would not.
 */
function textSql(text: string): string {
  const isAscii = /^[ -~]*$/.test(text)
  return isAscii && isPlain(text) ? `'${text}'` : `_utf8mb4 X'${hexOf(text)}'`
}

/**
 * Numbers are quoted, for a column of numbers reads them as what they are, and a column of texts as a text: unquoted,
 * 0 equals every text that does not begin with a digit. Past 2⁵³ that reading would not be exact.
 */
function numberSql(digits: string): string {
  const isPastExact = Number.isInteger(Number(digits)) && !Number.isSafeInteger(Number(digits))
  return isPastExact ? digits : `'${digits}'`
}
