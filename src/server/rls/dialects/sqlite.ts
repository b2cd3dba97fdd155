import { type Dialect, MAX_INT64 } from '../dialect'
import { doubleQuoted } from '../names'
import type { Refuse } from '../refuse'
import { codesOf, joined, plainOr } from '../text'

export const sqlite: Dialect = {
  column: columnSql,
  text: textSql,
  pattern: (before, text, after, refuse) => {
    if (text.includes('\0')) throw refuse('holds a NUL, where a pattern of SQLite ends')
    return textSql(before + text + after)
  },
  number: String,
  boolean: (is) => (is ? '1' : '0'),
  timestamp: (at) => `'${at}'`,
  maxInteger: MAX_INT64,
}

/**
 * SQLite takes a quoted name that it does not find for a text, and `NOT "no_such_column"` is then true for every row.
 * So a name that stands alone is written without quotes; behind its table's it is never a text.
 */
function columnSql(parts: readonly string[], refuse: Refuse): string {
  const [name = ''] = parts
  if (parts.length > 1) return doubleQuoted(parts)
  if (/^[a-z_][a-z0-9_]*$/i.test(name) && !RESERVED.has(name.toLowerCase())) return name
  throw refuse(
    'has to be qualified by its table in SQLite: it needs quotes, and SQLite may take it for a text',
  )
}

/** For SQLite or for sqlglot, which reads the queries first. */
const RESERVED = new Set(
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
function textSql(text: string): string {
  return plainOr(text, () => {
    const codes = codesOf(text)
    const calls = Array.from(
      { length: Math.ceil(codes.length / 100) },
      (_, index) => `char(${codes.slice(index * 100, index * 100 + 100).join(', ')})`,
    )
    return joined(calls)
  })
}
