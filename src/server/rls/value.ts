import type { Dialect } from './dialect'
import { type Refuse, refuseAt } from './refuse'

/**
 * What a column is compared with. A `Date` is an instant, written in UTC. `null` equals nothing, as in SQL: it matches
 * no row, and no row under `not`. `isNull` matches rows without a value.
 */
export type RlsValue = string | number | bigint | boolean | Date | null

export function valueSql(value: RlsValue, dialect: Dialect, path: string): string {
  const refuse = refuseAt(path)
  switch (typeof value) {
    case 'string':
      return literalOr(checkedText(value, dialect, refuse), dialect, refuse)
    case 'number':
      return dialect.number(numberSql(value, refuse))
    case 'bigint':
      return dialect.number(integerSql(value, dialect, refuse))
    case 'boolean':
      return value ? dialect.yes : dialect.no
    default:
      if (value === null) return NULL
      if (value instanceof Date) return dialect.instant(instantSql(value, dialect, refuse))
      throw refuse(
        value === undefined ? 'is undefined' : 'is not a text, number, bigint, boolean, Date or null',
      )
  }
}

export const NULL = 'NULL'

export function checkedText(value: unknown, { refusedInTexts = [] }: Dialect, refuse: Refuse): string {
  if (typeof value !== 'string') throw refuse('is not a text')
  if (/\p{Cs}/u.test(value)) throw refuse('contains half a character (a lone surrogate)')
  for (const { pattern, what } of refusedInTexts) {
    if (pattern.test(value)) throw refuse(`contains ${what}`)
  }
  return value
}

/** A plain text as a literal, and any other as the expression that decodes it. */
export function literalOr(text: string, dialect: Dialect, refuse: Refuse): string {
  const { plain, spell, maxSpelled = Number.POSITIVE_INFINITY } = dialect
  if (plain.test(text)) return `'${text}'`
  if (text.length > maxSpelled)
    throw refuse(`has more than ${maxSpelled} characters, and unusual ones among them: shorten it`)
  return spell(text)
}

function numberSql(value: number, refuse: Refuse): string {
  if (!Number.isFinite(value)) throw refuse('is not a finite number')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw refuse('is beyond the integers that a number holds exactly: pass a bigint')
  }
  return String(value)
}

function integerSql(value: bigint, { maxInteger }: Dialect, refuse: Refuse): string {
  if (value < -(2n ** 63n) || value > maxInteger) {
    throw refuse('is beyond the integers that the database holds exactly')
  }
  return String(value)
}

function instantSql(value: Date, { years = [1, 9999] }: Dialect, refuse: Refuse): string {
  // A copy, so that methods which the app's own object overrides are not called.
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw refuse('is an invalid Date')
  const [first, last] = years
  const year = date.getUTCFullYear()
  if (year < first || year > last) throw refuse(`is not within the years ${first} to ${last}`)
  return date.toISOString().replace(/T(.*?)(?:\.000)?Z$/, ' $1')
}
