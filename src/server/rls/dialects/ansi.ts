import { type Dialect, MAX_INT64 } from '../dialect'
import { doubleQuoted } from '../names'
import type { Refuse } from '../refuse'
import { approximate, joined, stretchesOf } from '../text'

export const ansi: Dialect = {
  column: doubleQuoted,
  text: textSql,
  pattern: (before, text, after, refuse) =>
    joined([before && "'%'", textSql(text, refuse), after && "'%'"].filter((piece) => piece !== '')),
  number: approximate,
  boolean: (is) => (is ? 'TRUE' : 'FALSE'),
  timestamp: (at) => `TIMESTAMP '${at}'`,
  maxInteger: MAX_INT64,
}

/**
 * The standard has no word for a character by its code, so what would depend on the database or on Superset is
 * refused here; the rest is split where two characters would mean something together.
 */
function textSql(text: string, refuse: Refuse): string {
  if (/[\\%]|(?!\n)\p{Cc}/u.test(text)) {
    throw refuse(
      'holds a backslash, a percent sign or a control character, which not every database reads alike',
    )
  }
  return joined(stretchesOf(text).map((stretch) => `'${stretch.replaceAll("'", "''")}'`))
}
