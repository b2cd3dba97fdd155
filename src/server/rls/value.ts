import type { Dialect } from './dialect'
import { type Refuse, refuseAt } from './refuse'

/**
 * What a column is compared with. A `Date` is an instant, written in UTC. `null` equals nothing, as in SQL: it matches
 * no row, under `not` neither; `isNull` asks for rows without a value.
 */
export type RlsValue = string | number | bigint | boolean | Date | null

export function valueSql(value: RlsValue, dialect: Dialect, path: string): string {
  const refuse = refuseAt(path)
  switch (typeof value) {
    case 'string':
      return dialect.text(checkedText(value, refuse), refuse)
    case 'number':
      return dialect.number(numberSql(value, refuse))
    case 'bigint':
      return dialect.number(integerSql(value, dialect, refuse))
    case 'boolean':
      return dialect.boolean(value)
    default:
      if (value === null) return 'NULL'
      if (value instanceof Date) return dialect.timestamp(instantSql(value, refuse))
      throw refuse(value === undefined ? 'is undefined' : 'is no text, number, bigint, boolean, Date or null')
  }
}

export function checkedText(value: unknown, refuse: Refuse): string {
  if (typeof value !== 'string') throw refuse('is not a text')
  if (/\p{Cs}/u.test(value)) throw refuse('holds half a character (a lone surrogate)')
  return value
}

function numberSql(value: number, refuse: Refuse): string {
  if (!Number.isFinite(value)) throw refuse('is not a finite number')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw refuse('is past what a number holds exactly: give a bigint')
  }
  return String(value)
}

function integerSql(value: bigint, { maxInteger }: Dialect, refuse: Refuse): string {
  if (value < -(2n ** 63n) || value > maxInteger) throw refuse('is past what the database holds exactly')
  return String(value)
}

function instantSql(value: Date, refuse: Refuse): string {
  // A copy: what the app's own object overrides has no say.
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw refuse('is an invalid Date')
  const year = date.getUTCFullYear()
  if (year < 1 || year > 9999) throw refuse('is not within the years 1 to 9999')
  return date.toISOString().replace(/T(.*?)(?:\.000)?Z$/, ' $1')
}
