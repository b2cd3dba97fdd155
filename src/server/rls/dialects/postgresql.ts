import { type Dialect, MAX_UINT64 } from '../dialect'
import { doubleQuoted } from '../names'
import type { Refuse } from '../refuse'
import { hexOf, plainOr } from '../text'

/**
 * Without a quote or a backslash a literal is the same in every setting of standard_conforming_strings. It takes the
 * column's type, so a plain text works for a uuid, a date or an enum too; one that is spelled is a text.
 */
export const postgresql: Dialect = {
  column: doubleQuoted,
  text: textSql,
  pattern: (before, text, after, refuse) => textSql(before + text + after, refuse),
  number: String,
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `'${at}+00'`,
  maxInteger: MAX_UINT64,
}

function textSql(text: string, refuse: Refuse): string {
  if (text.includes('\0')) throw refuse('holds a NUL, which no text in PostgreSQL can')
  return plainOr(text, () => `convert_from(decode('${hexOf(text)}', 'hex'), 'UTF8')`)
}
