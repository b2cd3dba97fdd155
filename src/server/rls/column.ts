import type { Dialect } from './dialect'
import { type Refuse, refuseAt } from './refuse'

/**
 * A column's name. Dots qualify: `'events.is_secret'` is `is_secret` of the table `events`; a list of names is taken as
 * it is, for a column that has a dot in its own: `['events', 'user.name']`.
 */
export type RlsColumn = string | readonly string[]

export function columnSql(column: RlsColumn, { column: write }: Dialect, operator: string): string {
  const refuse = refuseAt(`${operator}.column`)
  const parts: readonly unknown[] = typeof column === 'string' ? column.split('.') : Array.from(column ?? [])
  if (parts.length === 0) throw refuse('is missing')
  return write(
    parts.map((part) => checkedName(part, refuse)),
    refuse,
  )
}

/** A name cannot be taken apart as a text can, so what somebody on its way would read is refused in it. */
function checkedName(name: unknown, refuse: Refuse): string {
  if (typeof name !== 'string' || name.trim() === '') throw refuse('is not a name, or is empty')
  if (/[\\%{}:\p{Cc}\p{Cs}]|__SQLGLOT__/u.test(name)) {
    throw refuse('holds a backslash, percent sign, brace, colon or control character: use a name without it')
  }
  return name
}
