/**
 * Reads the answer of Superset's chart data API, and refuses every answer that may have more rows than the query.
 *
 * Superset drops a filter on an unknown column and answers 200 with all rows (measured, 4.1 to 6.1). It reports that in
 * `rejected_filters`, and only for `result_type: 'full'`.
 */

import type { ColumnType } from '../../core/descriptor'
import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { Row, RowsResult, RowValue } from '../../core/rows'
import type { PreparedQuery } from './define-queries'
import type { GuestDataAnswer } from './guest-data'

/** Superset's `coltypes`. */
const TYPES: Readonly<Record<number, ColumnType>> = { 0: 'number', 1: 'text', 2: 'time', 3: 'boolean' }

/** The answer to one of several queries. Throws `issuer-refused`. */
export function readResult({ name, columns, limit }: PreparedQuery, result: unknown): RowsResult {
  const {
    data,
    colnames,
    coltypes,
    rejected_filters: rejected,
    cached_dttm: cachedAt,
  } = ownProperties(result)
  const refuse = (problem: string) => refused(name, problem)
  if (!Array.isArray(data) || !Array.isArray(colnames) || !Array.isArray(rejected)) {
    throw refuse('Superset answered in another form. Check that the release is 4.1 or later.')
  }
  if (rejected.length > 0) {
    throw refuse('Superset left out a filter of the query. Run npx guestpass generate --check.')
  }
  const names = columns.map((column) => column.name)
  if (data.length > 0 && !names.every((column) => colnames.includes(column))) {
    throw refuse('the answer lacks a column of the query. Run npx guestpass generate --check.')
  }
  const reported: readonly unknown[] = Array.isArray(coltypes) ? coltypes : []
  const typeOf = (column: string) => TYPES[reported[colnames.indexOf(column)] as number] ?? 'unknown'
  return {
    rows: data.slice(0, limit).map((row) => pick(row, names)),
    columns: columns.map((column) =>
      column.type === 'unknown' ? { ...column, type: typeOf(column.name) } : column,
    ),
    isTruncated: data.length > limit,
    asOf: readTime(cachedAt) ?? new Date().toISOString(),
  }
}

/** Only the columns of the query, whatever else an answer has. */
function pick(row: unknown, names: readonly string[]): Row {
  const values = ownProperties(row)
  return Object.fromEntries(names.map((name) => [name, rowValue(values[name])]))
}

/** A column of JSON or of lists is a text. */
function rowValue(value: unknown): RowValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : ((value ?? null) as RowValue)
}

/** Superset writes UTC without a zone. */
function readTime(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const time = Date.parse(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  return Number.isFinite(time) ? new Date(time).toISOString() : undefined
}

/**
 * The error for an answer that is not 200. It never contains words of the answer: a 403 has the name of the dataset, a 400 has
 * the words of the database, and a 422 has the SQL with the rule (measured).
 */
export function refusalOf(names: readonly string[], answer: GuestDataAnswer): GuestpassError {
  const cause = CAUSES.find(
    ({ status, words }) => status === answer.status && (!words || answer.mentions(words)),
  )
  const hint = cause?.hint ?? `Superset answered ${answer.status}. Run npx guestpass doctor.`
  return refused(names.join(', '), hint)
}

const refused = (names: string, problem: string) =>
  new GuestpassError('issuer-refused', `Rows of ${names}: ${problem}`)

interface Cause {
  readonly status: number
  readonly words?: RegExp
  readonly hint: string
}

const GENERATE = 'Run npx guestpass generate --check.'

/** The first that fits. */
const CAUSES: readonly Cause[] = [
  { status: 202, hint: 'Superset answers queries later (GLOBAL_ASYNC_QUERIES). Rows need it to be off.' },
  {
    status: 400,
    words: /Columns missing in dataset/,
    hint: `a column of the query does not exist any more. ${GENERATE}`,
  },
  { status: 400, words: /Metric '/, hint: `a metric of the query does not exist any more. ${GENERATE}` },
  {
    status: 400,
    words: /sub-quer/,
    hint: 'the SQL of a metric contains a sub-query, which Superset refuses.',
  },
  { status: 400, words: /jinja/i, hint: 'Jinja in a rule of the grant cannot be read.' },
  {
    status: 400,
    hint: 'Superset or the database cannot run the query: a metric of it, or a rule of the grant, is wrong.',
  },
  {
    status: 401,
    hint: 'Superset does not accept the guest token. Check the secret, the audience, and GUEST_TOKEN_HEADER_NAME (guestTokenHeader).',
  },
  {
    status: 403,
    words: /DATASOURCE_SECURITY_ACCESS_ERROR/,
    hint: `the dashboard does not use the dataset any more. ${GENERATE}`,
  },
  { status: 403, hint: 'the guest role needs can_read on Chart.' },
  { status: 404, hint: `the dataset does not exist any more. ${GENERATE}` },
  { status: 422, hint: 'a rule of the grant, or the SQL of a metric, is not SQL that Superset can read.' },
  { status: 431, hint: 'the guest token is too long for a header. Use fewer or shorter rules.' },
]
