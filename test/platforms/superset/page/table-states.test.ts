import { expect, test } from 'vitest'
import { readTables } from '../../../../src/platforms/superset/page/table-states'

/** As Superset 6.1 reports a table (measured). */
const column = (colId: string, state: object = {}) => ({
  colId,
  ...{ width: 120, hide: false, pinned: null, sort: null, sortIndex: null, aggFunc: null, rowGroup: false },
  ...{ rowGroupIndex: null, pivot: false, pivotIndex: null, flex: null },
  ...state,
})
const table = (columnState: unknown, others: object = {}) => ({
  33: {
    chartId: 33,
    vizType: 'ag-grid-table',
    state: { columnState, sortModel: [], filterModel: {}, timestamp: 1, ...others },
    lastModified: 1,
  },
})

test('an unsorted table is reported without a state', () => {
  expect(readTables(table([column('a'), column('b')]))).toEqual({
    numbers: ['33'],
    states: {},
    hasColumnFilter: false,
  })
  expect(readTables({})).toEqual({ numbers: [], states: {}, hasColumnFilter: false })
})

test('a sorted table has all of its columns in their order', () => {
  const { states } = readTables(table([column('b'), column('a', { sort: 'desc', sortIndex: 0 })]))
  expect(states).toEqual({
    33: [
      { name: 'b', width: 120 },
      { name: 'a', width: 120, sort: 'desc', sortIndex: 0 },
    ],
  })
})

test.each([
  ['hidden', { hide: true }, { isHidden: true }],
  ['pinned', { pinned: 'right' }, { pinned: 'right' }],
  ['narrow', { width: 80.4, sort: 'asc' }, { width: 80, sort: 'asc' }],
])('a column is %s', (_what, state, expected) => {
  const { states } = readTables(table([column('a', state)]))
  expect(states[33]).toEqual([{ name: 'a', width: 120, ...expected }])
})

test('a filter of a column is not read, and is reported', () => {
  const filterModel = { a: { filterType: 'text', type: 'contains', filter: "secret' OR 1" } }
  const read = readTables(table([column('a', { sort: 'asc' })], { filterModel }))
  expect(read.hasColumnFilter).toBe(true)
  expect(JSON.stringify(read)).not.toContain('secret')
})

test.each([null, 7, 'x', [], { 33: null }, { 33: { state: 7 } }, table('x'), table([null, 7])])(
  'an answer of another form has no tables: %j',
  (answer) => {
    expect(readTables(answer)).toMatchObject({ states: {}, hasColumnFilter: false })
  },
)
