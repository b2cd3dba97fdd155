import type { Dialect } from './dialect'
import { type Refuse, refuseAt } from './refuse'

/**
 * A column's name. Dots qualify: `'events.is_secret'` is `is_secret` of the table `events`. A list of names is taken as
 * it is, for a column with a dot in its name: `['events', 'user.name']`.
 */
export type RlsColumn = string | readonly string[]

/** Stands for the table's name until a rule names its datasets. No other part of a clause can contain a NUL. */
export const TABLE_SLOT = '\0'

export function columnSql(column: RlsColumn, dialect: Dialect, operator: string): string {
  const refuse = refuseAt(`${operator}.column`)
  const parts: readonly unknown[] = typeof column === 'string' ? column.split('.') : Array.from(column ?? [])
  if (parts.length === 0) throw refuse('is missing')
  const names = parts.map((part) => checkedName(part, dialect, refuse))
  if (dialect.qualified) {
    if (names.length > 1) {
      throw refuse("names its table: write only the column, and name the table in the rule's datasets")
    }
    return [TABLE_SLOT, ...names.map((name) => quotedName(name, dialect))].join('.')
  }
  const [alone = ''] = names
  if (dialect.bareNames && names.length === 1) return bareName(alone, dialect.bareNames, refuse)
  return names.map((name) => quotedName(name, dialect)).join('.')
}

function checkedName(name: unknown, dialect: Dialect, refuse: Refuse): string {
  const problem = nameProblem(name, dialect)
  if (typeof name !== 'string' || problem !== undefined) throw refuse(problem ?? '')
  return name
}

/** A name cannot be spelled by its bytes as a text can, so every mark that a reader on the way knows is refused in it. */
export function nameProblem(name: unknown, { quoteInName, refusedInNames }: Dialect): string | undefined {
  if (typeof name !== 'string' || name.trim() === '') return 'is not a name, or is empty'
  if (/[\\%{}:\p{Cc}\p{Cs}]|__SQLGLOT__/u.test(name)) {
    return 'contains a backslash, percent sign, brace, colon or control character: use a name without it'
  }
  if (quoteInName === 'refused' && /["'`[\]]/.test(name)) {
    return 'contains a quote mark or bracket: use a name without it'
  }
  return refusedInNames?.pattern.test(name) ? `contains ${refusedInNames.what}` : undefined
}

/** A name between quotes; a quote mark in it is doubled. */
export function quotedName(name: string, { quote: [open, close] }: Dialect): string {
  return open + name.replaceAll(close, close + close) + close
}

/**
 * SQLite reads a quoted name that it does not know as a text, and `NOT "no_such_column"` is then true for every row. So
 * a name that stands alone is written without quotes. Behind its table's name it is never a text.
 */
function bareName(name: string, reserved: ReadonlySet<string>, refuse: Refuse): string {
  if (/^[a-z_][a-z0-9_]*$/i.test(name) && !reserved.has(name.toLowerCase())) return name
  throw refuse(
    'has to be qualified by its table in SQLite: it needs quotes, and SQLite may read a quoted name as a text',
  )
}
