import { expect, test } from 'vitest'
import type { RowsQuery } from '../../../src/core/rows-query'
import { defineQueries, prepareQueries } from '../../../src/server/rows/define-queries'
import { sales } from '../../helpers/sales-descriptor'

const QUERY: RowsQuery = { dashboard: sales, dataset: 'orders', metrics: ['revenue_sum'] }
const prepare = (query: Partial<RowsQuery>) =>
  prepareQueries({ revenue: { ...QUERY, ...query } }).get('revenue')

test('a query has the parts of a request that never change', () => {
  const month = { column: 'ordered_on', grain: 'P1M', label: 'month' }
  const half = { sql: 'SUM(revenue) / 2', label: 'half' }
  const byMonth = {
    ...{ timeGrain: 'P1M', columnType: 'BASE_AXIS', expressionType: 'SQL' },
    ...{ sqlExpression: 'ordered_on', label: 'month' },
  }
  expect(
    prepare({
      columns: ['country', month],
      metrics: ['revenue_sum', half],
      where: [
        { column: 'country', value: ['USA', 'France'] },
        { column: 'quantity', operator: '>', value: 2 },
      ],
      orderBy: [{ by: 'month' }, { by: 'half', descending: true }],
      limit: 10,
    }),
  ).toEqual({
    name: 'revenue',
    embedId: sales.embedId,
    datasetId: 7,
    access: { slice_id: 3, dashboardId: 1 },
    params: {},
    limit: 10,
    columns: [
      { name: 'country', type: 'text' },
      { name: 'month', type: 'time' },
      { name: 'revenue_sum', type: 'unknown' },
      { name: 'half', type: 'unknown' },
    ],
    filters: [
      { col: 'country', op: 'IN', val: ['USA', 'France'] },
      { col: 'quantity', op: '>', val: 2 },
    ],
    fixed: {
      columns: ['country', byMonth],
      metrics: ['revenue_sum', { expressionType: 'SQL', sqlExpression: 'SUM(revenue) / 2', label: 'half' }],
      orderby: [
        [byMonth, true],
        ['half', false],
      ],
      row_limit: 11,
    },
  })
})

test('a dataset that only a filter uses is read through the filter', () => {
  const dashboard = { ...sales, charts: {} }
  expect(prepare({ dashboard })?.access).toEqual({
    type: 'NATIVE_FILTER',
    native_filter_id: 'NATIVE_FILTER-country',
    dashboardId: 1,
  })
})

test.each<readonly [what: string, query: object, words: RegExp]>([
  ['a dashboard that is an id', { dashboard: sales.embedId }, /dashboard is not what npx guestpass generate/],
  ['no dashboard', { dashboard: undefined }, /dashboard is not what/],
  ['an unknown dataset', { dataset: 'nope' }, /does not have dataset/],
  ['a dataset of the prototype', { dataset: 'toString' }, /does not have dataset/],
  [
    'a dataset that nothing uses',
    { dataset: 'returns', metrics: [], columns: ['country'] },
    /no chart and no filter/,
  ],
  ['an unknown column', { columns: ['nope'] }, /no column nope/],
  ['a column of the prototype', { columns: ['constructor'] }, /no column constructor/],
  ['an unknown time column', { columns: [{ column: 'nope', grain: 'P1M' }] }, /no column nope/],
  ['an unknown metric', { metrics: ['nope'] }, /no metric nope/],
  ['nothing to read', { metrics: [] }, /columns or metrics is missing/],
  ['a name twice', { columns: ['country', 'country'] }, /same name/],
  ['an order by nothing', { orderBy: [{ by: 'nope' }] }, /orderBy names nope/],
  ['a limit of 0', { limit: 0 }, /limit/],
  ['a limit that is a fraction', { limit: 1.5 }, /limit/],
  ['a limit above 10,000', { limit: 10_001 }, /limit/],
  ['an unknown column of a condition', { where: [{ column: 'nope', value: 1 }] }, /no column nope/],
  ...[
    ['>', ['a'], /is a list/],
    ['>', true, /is a boolean/],
    ['==', [], /is not a list of texts or numbers/],
    ['!=', [null], /is not a list of texts or numbers/],
    ['LIKE', 'a', /an operator that is not known/],
    ['__proto__', 'a', /an operator that is not known/],
    ['==', undefined, /is not a text/],
    ['==', null, /is not a text/],
    ['==', Number.NaN, /is not a text/],
    ['==', { toString: 'x' }, /is not a text/],
  ].map(
    ([operator, value, message]) =>
      [
        `a condition ${operator} ${JSON.stringify(value)}`,
        { where: [{ column: 'country', operator, value }] },
        message,
      ] as never,
  ),
  ['an unknown column of a parameter', { params: { p: { column: 'nope', type: 'text' } } }, /no column nope/],
  ['an unknown type', { params: { p: { column: 'country', type: 'sql' } } }, /params\.p has a type/],
  [
    'an unknown operator',
    { params: { p: { column: 'country', type: 'text', operator: 'LIKE' } } },
    /operator/,
  ],
  [
    'an operator of the prototype',
    { params: { p: { column: 'country', type: 'text', operator: 'toString' } } },
    /operator/,
  ],
  [
    'a list that is compared',
    { params: { p: { column: 'quantity', type: 'number', operator: '>', list: true } } },
    /list/,
  ],
  ['a list of days', { params: { p: { column: 'ordered_on', type: 'dates', list: true } } }, /dates/],
  ['days of a text', { params: { p: { column: 'country', type: 'dates' } } }, /not a time/],
  ['no accepted value', { params: { p: { column: 'country', type: 'text', values: [] } } }, /empty list/],
])('%s is refused when the queries are defined', (_what, query, words) => {
  const define = () => defineQueries({ revenue: { ...QUERY, ...query } } as never)
  expect(define).toThrow(words)
  expect(define).toThrow(/^queries\.revenue: .*\(option-invalid\)$/)
})

test('defined queries are returned as they are', () => {
  const queries = { revenue: QUERY }
  expect(defineQueries(queries)).toBe(queries)
})
