import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FilterValue } from '../../src/core/filter-value'
import { filterMasksOf } from '../../src/server/permalink/filter-masks'
import { readFilterValues } from '../../src/server/permalink/filter-values'

const ID = 'NATIVE_FILTER-a'
const filterOf = (filterType: string, others: object = {}) => ({
  id: ID,
  filterType,
  targets: [{ datasetId: 7, column: { name: 'country' } }],
  ...others,
})
const maskOf = (filter: object, value: FilterValue) => filterMasksOf([filter], { [ID]: value })

test.each<readonly [string, FilterValue, object, object]>([
  ['filter_select', ['USA', 7], {}, { filters: [{ col: 'country', op: 'IN', val: ['USA', 7] }] }],
  [
    'filter_select',
    ['USA'],
    { controlValues: { inverseSelection: true } },
    { filters: [{ col: 'country', op: 'NOT IN', val: ['USA'] }] },
  ],
  ['filter_select', [], {}, {}],
  ['filter_select', null, {}, {}],
  ['filter_range', [2, null], {}, { filters: [{ col: 'country', op: '>=', val: 2 }] }],
  [
    'filter_range',
    [2, 5],
    {},
    {
      filters: [
        { col: 'country', op: '>=', val: 2 },
        { col: 'country', op: '<=', val: 5 },
      ],
    },
  ],
  ['filter_time', 'Last month', { targets: [{}] }, { time_range: 'Last month' }],
  ['filter_timegrain', ['P3M'], { targets: [{ datasetId: 7 }] }, { time_grain_sqla: 'P3M' }],
])('%s with %j is written as its control writes it', (kind, value, others, extraFormData) => {
  expect(maskOf(filterOf(kind, others), value)).toEqual({
    masks: { [ID]: { id: ID, extraFormData, filterState: { value } } },
    leftOut: [],
  })
})

test.each<readonly [string, FilterValue, object]>([
  ['filter_select', 'USA', {}],
  ['filter_select', ['USA'], { targets: [{}] }],
  ['filter_range', ['2', '5'], {}],
  ['filter_range', [1, 2, 3], {}],
  ['filter_time', ['Last month'], {}],
  ['filter_timegrain', ['P1D', 'P3M'], {}],
  ['filter_timecolumn', ['ordered_on'], {}],
  ['constructor', ['x'], {}],
])('%s with %j is left out', (kind, value, others) => {
  expect(maskOf(filterOf(kind, others), value)).toEqual({ masks: {}, leftOut: [ID] })
})

test('filters that the dashboard does not have are left out, and the others are written', () => {
  const values = { [ID]: ['USA'], 'NATIVE_FILTER-other': ['x'] }
  const { masks, leftOut } = filterMasksOf([{ type: 'DIVIDER' }, null, filterOf('filter_select')], values)
  expect([Object.keys(masks), leftOut]).toEqual([[ID], ['NATIVE_FILTER-other']])
})

test.each([undefined, null, 'text', {}, [null, 7]])(
  'the configuration %j has no filters',
  (configuration) => {
    expect(filterMasksOf(configuration, { [ID]: ['USA'] })).toEqual({ masks: {}, leftOut: [ID] })
  },
)

describe('values from a browser', () => {
  test('columns and operators are of the dashboard, whatever the values are', () => {
    const hostile = fc.constantFrom("' OR 1=1 --", '{"col":"salary"}', '__proto__', '{{ url_param("x") }}')
    const scalar = fc.oneof(fc.string(), hostile, fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(fc.oneof(scalar, fc.array(scalar)), (value) => {
        const { masks } = maskOf(filterOf('filter_select'), value)
        const { filters = [] } = Object(masks[ID]?.extraFormData)
        for (const { col, op, ...others } of filters) {
          expect([col, op, Object.keys(others)]).toEqual(['country', 'IN', ['val']])
        }
      }),
    )
  })

  test.each([
    ['a list', []],
    ['text', 'x'],
    ['null', null],
    ['a mask', { [ID]: { extraFormData: { filters: [] } } }],
    ['a list in a list', { [ID]: [['USA']] }],
    ['an object in a list', { [ID]: [{ sql: '1=1' }] }],
    ['the id of a chart', { 7: ['USA'] }],
    ['an id with a mark of paths', { 'NATIVE_FILTER-a/../b': ['USA'] }],
    ['a very long id', { [`NATIVE_FILTER-${'a'.repeat(101)}`]: ['USA'] }],
  ])('%s is refused', (_what, value) => {
    expect(readFilterValues(JSON.parse(JSON.stringify(value)))).toBeUndefined()
  })

  test('ids and values of the known form are taken', () => {
    const values = { [ID]: ['USA', 1, true, null], 'NATIVE_FILTER-b': 'Last month', 'NATIVE_FILTER-c': null }
    expect(readFilterValues(values)).toEqual(values)
  })
})
