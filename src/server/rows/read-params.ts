/**
 * Turns the parameters of a request into filters. The query decides the column and the operator. The request only supplies
 * values: a text, a finite number, a boolean, two days, or a list of texts or numbers.
 *
 * Nothing here is left out without a word, because a filter that is missing shows more rows.
 */

import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { RowsParam } from '../../core/rows-query'
import type { PreparedQuery } from './define-queries'
import { datesFilter, filterOf, type QueryFilter } from './filters'

const MAX_CHARACTERS = 100
const MAX_VALUES = 100

/** @throws {GuestpassError} `request-invalid` names the parameter, and never its value */
export function readParams({ name, params }: PreparedQuery, sent: unknown): readonly QueryFilter[] {
  const values = ownProperties(sent)
  const unknown = Object.keys(values).some((key) => !Object.hasOwn(params, key))
  // The name of a parameter that is not declared is text of the browser.
  if (unknown) throw refused(`The query ${name} does not have a parameter that the request names.`)
  return Object.entries(params).flatMap(([key, param]) => {
    const value = values[key]
    if (value === undefined && param.optional) return []
    const filter = readParam(param, value)
    if (!filter) throw refused(`The parameter ${key} of the query ${name} ${expectationOf(param)}.`)
    return [filter]
  })
}

const refused = (sentence: string) => new GuestpassError('request-invalid', sentence)

function readParam(param: RowsParam, value: unknown): QueryFilter | undefined {
  const { column, type, operator = '==', list = false, values } = param
  if (type === 'boolean') return typeof value === 'boolean' ? filterOf(column, '==', value) : undefined
  if (type === 'dates') return isDays(value) ? datesFilter(column, value) : undefined
  const isAccepted = (item: unknown): item is string | number =>
    (type === 'text' ? isText(item) : Number.isFinite(item)) &&
    (values === undefined || values.includes(item as string | number))
  if (!list) return isAccepted(value) ? filterOf(column, operator, value) : undefined
  // Superset refuses an empty list, and a long one costs it seconds (measured).
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MAX_VALUES
  return isList && value.every(isAccepted) ? filterOf(column, operator, value) : undefined
}

/** Texts that Superset reads as NULL and as an empty text, which would be another condition. */
const SPECIAL_TEXTS: readonly unknown[] = ['<NULL>', '<empty string>']

/** A NUL is an error of databases. Half of a surrogate pair cannot be sent as UTF-8. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= MAX_CHARACTERS &&
  !SPECIAL_TEXTS.includes(value.trim()) &&
  !/\0|\p{Surrogate}/u.test(value)

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Superset answers a range that it cannot read with all rows (measured), so only days of the calendar are accepted. */
function isDays(value: unknown): value is readonly [string, string] {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isDay)) return false
  const [from = '', until = ''] = value
  return from < until
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !DAY.test(value)) return false
  const time = Date.parse(`${value}T00:00:00Z`)
  // 30 February would be 2 March.
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value)
}

function expectationOf({ type, list, values }: RowsParam): string {
  if (type === 'boolean') return 'is not true or false'
  if (type === 'dates')
    return 'is not a list of two days such as ["2024-01-01", "2024-02-01"], the earlier day first'
  const kind = type === 'text' ? `text of up to ${MAX_CHARACTERS} characters` : 'number'
  const item = values ? `${kind} that the query lists` : kind
  return list ? `is not a list of 1 to ${MAX_VALUES} items, each a ${item}` : `is not a ${item}`
}
