import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { GuestpassError } from '../../../src/core/errors'
import { type PreparedQuery, prepareQueries } from '../../../src/server/rows/define-queries'
import { parseExactJson } from '../../../src/server/rows/exact-json'
import { type AskAsViewer, loadRows } from '../../../src/server/rows/load-rows'
import type { UpstreamAnswer } from '../../../src/server/upstream'
import { randomCases } from '../../helpers/random'
import { sales } from '../../helpers/sales-descriptor'

const QUERIES = prepareQueries({
  total: { dashboard: sales, dataset: 'orders', metrics: ['revenue_sum'] },
  list: { dashboard: sales, dataset: 'orders', columns: ['country'], limit: 2 },
})
const [TOTAL, LIST] = [...QUERIES.values()] as [PreparedQuery, PreparedQuery]
const request = (query: PreparedQuery) => ({ query, filters: [{ col: 'country', op: '==', val: 'USA' }] })

function answerOf(status: number, body: unknown = {}): UpstreamAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const parsed = typeof body === 'string' ? undefined : body
  const mentions = (words: RegExp) => words.test(text)
  const headers = new Headers()
  return {
    url: 'https://bi',
    status,
    headers,
    body: parsed,
    mentions,
    reason: undefined,
    redirectsTo: undefined,
  }
}

const resultOf = (data: readonly object[], others: object = {}) => ({
  data,
  colnames: Object.keys(data[0] ?? {}),
  coltypes: [0],
  rejected_filters: [],
  ...others,
})
const ROWS = resultOf([{ revenue_sum: 7, extra: 'not asked for' }])
const COUNTRIES = resultOf([{ country: 'a' }, { country: 'b' }, { country: 'c' }])

/** Answers the calls in their order. */
function asking(...answers: readonly (UpstreamAnswer | Error)[]) {
  const remaining = [...answers]
  return vi.fn<AskAsViewer>(async () => {
    const answer = remaining.shift()
    if (!answer || answer instanceof Error) throw answer ?? new Error('no answer left')
    return answer
  })
}

test('queries of one dataset become one call, with their filters, as a guest', async () => {
  const ask = asking(answerOf(200, { result: [ROWS, COUNTRIES] }))
  const outcomes = await loadRows([request(TOTAL), request(LIST)], ask)
  expect(outcomes).toMatchObject([
    { rows: [{ revenue_sum: 7 }], isTruncated: false, columns: [{ name: 'revenue_sum', type: 'number' }] },
    { rows: [{ country: 'a' }, { country: 'b' }], isTruncated: true },
  ])
  expect(Object.keys(Object(outcomes[0]).rows[0])).toEqual(['revenue_sum'])
  expect(ask).toHaveBeenCalledTimes(1)
  const [embedId, body, isFresh] = ask.mock.calls[0] ?? []
  expect([embedId, isFresh]).toEqual([sales.embedId, false])
  expect(body).toMatchObject({
    datasource: { id: 7, type: 'table' },
    form_data: { slice_id: 3, dashboardId: 1 },
    force: false,
    result_type: 'full',
    queries: [{ filters: [{ col: 'country', op: '==', val: 'USA' }] }, { row_limit: 3 }],
  })
})

test('one bad query does not fail the others', async () => {
  const ask = asking(
    answerOf(400),
    answerOf(200, { result: [ROWS] }),
    answerOf(400, 'Columns missing in dataset'),
  )
  const [total, list] = await loadRows([request(TOTAL), request(LIST)], ask)
  expect(total).toMatchObject({ rows: [{ revenue_sum: 7 }] })
  expect(list).toMatchObject({
    code: 'issuer-refused',
    sentence: expect.stringMatching(/^Rows of list: a column/),
  })
  expect(ask).toHaveBeenCalledTimes(3)
})

test('a query that fails alone is not sent again', async () => {
  const ask = asking(answerOf(400))
  await loadRows([request(TOTAL)], ask)
  expect(ask).toHaveBeenCalledTimes(1)
})

test('a refused token is replaced once', async () => {
  const ask = asking(answerOf(401), answerOf(200, { result: [ROWS] }))
  expect(await loadRows([request(TOTAL)], ask)).toMatchObject([{ rows: [{ revenue_sum: 7 }] }])
  expect(ask.mock.calls.map(([, , isFresh]) => isFresh)).toEqual([false, true])
  const refused = asking(answerOf(401), answerOf(401))
  expect(await loadRows([request(TOTAL)], refused)).toMatchObject([{ code: 'issuer-refused' }])
})

test('a role that compares the payload of charts is asked without a chart', async () => {
  const words = { errors: [{ message: 'Guest user cannot modify chart payload' }] }
  const ask = asking(answerOf(403, words), answerOf(200, { result: [ROWS] }))
  expect(await loadRows([request(TOTAL)], ask)).toMatchObject([{ rows: [{ revenue_sum: 7 }] }])
  expect(ask.mock.calls.map(([, body]) => Object(body).form_data)).toEqual([
    { slice_id: 3, dashboardId: 1 },
    { dashboardId: 1 },
  ])
})

describe('an answer that may have more rows than the query is refused', () => {
  test.each<readonly [what: string, body: unknown, words: RegExp]>([
    [
      'a filter was left out',
      { result: [{ ...ROWS, rejected_filters: [{ column: 'country' }] }] },
      /left out a filter/,
    ],
    ['nothing about filters', { result: [{ ...ROWS, rejected_filters: undefined }] }, /another form/],
    ['another column', { result: [resultOf([{ other: 1 }])] }, /lacks a column/],
    ['no rows', { result: [{ ...ROWS, data: null }] }, /another form/],
    ['too few results', { result: [] }, /another form/],
    ['too many results', { result: [ROWS, ROWS] }, /another form/],
    ['no result', {}, /another form/],
    ['a page', '<html>', /another form/],
  ])('%s', async (_what, body, words) => {
    const [outcome] = await loadRows([request(TOTAL)], asking(answerOf(200, body)))
    expect(outcome).toMatchObject({ code: 'issuer-refused', sentence: expect.stringMatching(words) })
  })
})

test.each([202, 400, 401, 403, 404, 413, 422, 431, 500])(
  'an answer with status %i is an error without its words',
  async (status) => {
    const secret = {
      message: 'SELECT secret_rule FROM secret_table',
      errors: [{ extra: { sql: 'secret_rule' } }],
    }
    const [outcome] = await loadRows([request(TOTAL)], asking(...Array(3).fill(answerOf(status, secret))))
    expect(outcome).toBeInstanceOf(GuestpassError)
    expect(outcome).toMatchObject({ code: 'issuer-refused' })
    expect(JSON.stringify(outcome) + String(outcome)).not.toMatch(/secret_/)
  },
)

test('an outage of one call is the outcome of its queries', async () => {
  const outage = new GuestpassError('issuer-unavailable', 'words')
  expect(await loadRows([request(TOTAL), request(LIST)], asking(outage))).toEqual([outage, outage])
})

test.each<readonly [string, unknown]>([
  ['{"a":9007199254740993}', { a: '9007199254740993' }],
  ['{"a":-9223372036854775808}', { a: '-9223372036854775808' }],
  ['{"a":9007199254740991}', { a: 9_007_199_254_740_991 }],
  ['{"a":"9007199254740993"}', { a: '9007199254740993' }],
  ['{"a":"x 9007199254740993 \\" 9007199254740993"}', { a: 'x 9007199254740993 " 9007199254740993' }],
  ['{"a":12345678901234567.5}', { a: Number('12345678901234567.5') }],
  ['{"a":1234567890123456789e3}', { a: Number('1234567890123456789e3') }],
  [
    '[0.30000000000000004,-0.1234567890123456789]',
    [0.300_000_000_000_000_04, Number('-0.1234567890123456789')],
  ],
  ['[1.2345678901234567e-7]', [Number('1.2345678901234567e-7')]],
  ['[1,2.5,true,null]', [1, 2.5, true, null]],
  ['<html>', undefined],
])('%s keeps its digits', (text, value) => {
  expect(parseExactJson(text)).toEqual(value)
})

test('any number of JSON is read as JSON.parse reads it, except integers that a number cannot hold', () => {
  const number = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.maxSafeInteger(),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  )
  const property = fc.property(fc.array(fc.record({ text: fc.string(), number })), (rows) => {
    const text = JSON.stringify(rows)
    const isLong = rows.some(
      ({ number }) => /^-?\d{16,}$/.test(String(number)) && !Number.isSafeInteger(number),
    )
    fc.pre(!isLong)
    expect(parseExactJson(text)).toEqual(JSON.parse(text))
  })
  fc.assert(property, { numRuns: randomCases(1_000) })
})

test('a text of quotation marks that never ends is refused without a search of every place', () => {
  expect(parseExactJson(`"${'\\"'.repeat(200_000)}`)).toBeUndefined()
})
