import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RowsParam } from '../../../src/core/rows-query'
import { prepareQueries } from '../../../src/server/rows/define-queries'
import { readParams } from '../../../src/server/rows/read-params'
import { sales } from '../../helpers/sales-descriptor'

function prepared(params: Readonly<Record<string, RowsParam>>) {
  const query = { dashboard: sales, dataset: 'orders', metrics: ['revenue_sum'], params }
  const found = prepareQueries({ revenue: query }).get('revenue')
  if (!found) throw new Error('no query')
  return found
}
const read = (param: RowsParam, value: unknown) => readParams(prepared({ p: param }), { p: value })

const TEXT: RowsParam = { column: 'country', type: 'text' }
const TEXTS: RowsParam = { ...TEXT, list: true }
const NUMBER: RowsParam = { column: 'quantity', type: 'number', operator: '>=' }
const DATES: RowsParam = { column: 'ordered_on', type: 'dates' }
const YES: RowsParam = { column: 'country', type: 'boolean' }
const LISTED: RowsParam = { ...TEXT, values: ['USA', 'France'] }

test.each<readonly [RowsParam, unknown, object]>([
  [TEXT, 'USA', { col: 'country', op: '==', val: 'USA' }],
  [TEXT, "' OR 1=1 --", { col: 'country', op: '==', val: "' OR 1=1 --" }],
  [TEXT, '{{ 1+1 }}', { col: 'country', op: '==', val: '{{ 1+1 }}' }],
  [TEXTS, ['USA'], { col: 'country', op: 'IN', val: ['USA'] }],
  [{ ...TEXTS, operator: '!=' }, ['USA'], { col: 'country', op: 'NOT IN', val: ['USA'] }],
  [NUMBER, -5.5, { col: 'quantity', op: '>=', val: -5.5 }],
  [
    DATES,
    ['2024-02-29', '2024-03-01'],
    { col: 'ordered_on', op: 'TEMPORAL_RANGE', val: '2024-02-29 : 2024-03-01' },
  ],
  [YES, true, { col: 'country', op: 'IS TRUE' }],
  [YES, false, { col: 'country', op: 'IS FALSE' }],
  [LISTED, 'France', { col: 'country', op: '==', val: 'France' }],
])('%j takes %j', (param, value, filter) => {
  expect(read(param, value)).toEqual([filter])
})

test.each<readonly [RowsParam, unknown]>([
  [TEXT, undefined],
  [TEXT, null],
  [TEXT, ['USA']],
  [TEXT, 7],
  [TEXT, { sqlExpression: '1=1' }],
  [TEXT, 'x'.repeat(101)],
  [TEXT, 'a\0b'],
  [TEXT, '\ud800'],
  [TEXT, '<NULL>'],
  [TEXT, ' <NULL> '],
  [TEXT, '<empty string>'],
  [TEXTS, 'USA'],
  [TEXTS, []],
  [TEXTS, ['USA', null]],
  [TEXTS, [['USA']]],
  [TEXTS, Array.from({ length: 101 }, () => 'x')],
  [NUMBER, '5'],
  [NUMBER, Number.NaN],
  [NUMBER, Number.POSITIVE_INFINITY],
  [DATES, '2024-01-01 : 2024-02-01'],
  [DATES, ['2024-01-01']],
  [DATES, ['2024-02-01', '2024-01-01']],
  [DATES, ['2024-01-01', '2024-01-01']],
  [DATES, ['2024-02-30', '2024-03-01']],
  [DATES, ['bananas', 'last week']],
  [DATES, ['2024-01-01', '2024-02-01 : now']],
  [YES, 'TRUE!'],
  [YES, 1],
  [LISTED, 'Spain'],
  [{ ...LISTED, list: true }, ['USA', 'Spain']],
])('%j refuses %j, and the sentence does not contain it', (param, value) => {
  let error: unknown
  try {
    read(param, value)
  } catch (cause) {
    error = cause
  }
  expect(error).toMatchObject({ code: 'request-invalid' })
  expect(String(error)).toContain('The parameter p of the query revenue')
  if (typeof value === 'string' && value.length > 3) expect(String(error)).not.toContain(value)
})

describe('a parameter', () => {
  test('may be left out only when it is optional', () => {
    const query = prepared({ p: { ...TEXT, optional: true }, q: NUMBER })
    expect(readParams(query, { q: 1 })).toHaveLength(1)
    expect(() => readParams(query, { p: 'USA' })).toThrow(/parameter q/)
    expect(() => readParams(query, undefined)).toThrow(/parameter q/)
  })

  test.each([{ other: 'x' }, { p: 'USA', sqlExpression: '1=1' }, { p: 'USA', 'secret-text': 1 }])(
    'that is not declared is refused, also beside others: %j',
    (sent) => {
      expect(() => readParams(prepared({ p: TEXT }), sent)).toThrow(/does not have a parameter/)
      expect(() => readParams(prepared({ p: TEXT }), sent)).not.toThrow(/secret-text|sqlExpression/)
    },
  )

  test('of a polluted prototype is not read', () => {
    const sent = Object.create({ p: 'USA' })
    expect(() => readParams(prepared({ p: TEXT }), sent)).toThrow(/parameter p/)
    const params = JSON.parse('{"__proto__":{"p":"USA"}}')
    expect(() => readParams(prepared({ p: TEXT }), params)).toThrow()
  })
})

test('10,000 hostile values never change the form of a query', () => {
  const params = { text: TEXT, list: TEXTS, number: NUMBER, dates: DATES, yes: YES, listed: LISTED }
  const optional = Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, { ...param, optional: true }]),
  )
  const query = prepared(optional)
  const allowed = new Map([
    ['country', ['==', 'IN', 'IS TRUE', 'IS FALSE']],
    ['quantity', ['>=']],
    ['ordered_on', ['TEMPORAL_RANGE']],
  ])
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.array(fc.string()),
    fc.constantFrom('1=1', "' OR ''='", '{{ x }}', '2024-01-01 : ', 'Last week', '%', '*', '<NULL>'),
  )
  const name = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.keys(params)) },
    { weight: 1, arbitrary: fc.string() },
  )
  let taken = 0
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 3 }), (sent) => {
      let filters: ReturnType<typeof readParams> = []
      try {
        filters = readParams(query, sent)
      } catch (error) {
        expect(error).toMatchObject({ code: 'request-invalid' })
      }
      taken += filters.length
      for (const { col, op, val, ...others } of filters) {
        expect(others).toEqual({})
        expect(allowed.get(col)).toContain(op)
        for (const item of [val].flat()) expect(['string', 'number', 'undefined']).toContain(typeof item)
      }
    }),
    { numRuns: 10_000 },
  )
  expect(taken).toBeGreaterThan(100)
})
