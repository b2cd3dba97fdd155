import { type Dialect, MAX_UINT64 } from '../dialect'
import { doubleQuoted } from '../names'
import { approximate, hexOf, plainOr } from '../text'

export const duckdb: Dialect = {
  column: doubleQuoted,
  text: textSql,
  pattern: (before, text, after) => textSql(before + text + after),
  number: approximate,
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `'${at}+00'`,
  maxInteger: MAX_UINT64,
}

function textSql(text: string): string {
  return plainOr(text, () => `decode(unhex('${hexOf(text)}'))`)
}
