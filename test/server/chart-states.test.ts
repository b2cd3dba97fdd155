import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TableStates } from '../../src/core/table-states'
import { chartStatesOf } from '../../src/server/permalink/chart-states'

const chart = (form_data: object, id = 33) => ({ id, slice_name: 'Orders', form_data })
const TABLE = { viz_type: 'ag-grid-table' }
const RAW = chart({ ...TABLE, all_columns: ['country', { label: 'Year', sqlExpression: 'strftime(…)' }] })

test('a table has its columns in order, its sorting by place, and no filter', () => {
  const columns: TableStates[string] = [
    { name: 'Year', sort: 'desc', sortIndex: 1, pinned: 'left' },
    { name: 'country', sort: 'asc', sortIndex: 0, width: 90, isHidden: true },
  ]
  const { states, leftOut } = chartStatesOf([RAW], { 33: columns })
  expect(leftOut).toEqual([])
  expect(states).toEqual({
    33: {
      chartId: 33,
      vizType: 'ag-grid-table',
      state: {
        columnState: [
          { colId: 'Year', hide: false, pinned: 'left', sort: 'desc', sortIndex: 1 },
          { colId: 'country', width: 90, hide: true, pinned: null, sort: 'asc', sortIndex: 0 },
        ],
        sortModel: [
          { colId: 'country', sort: 'asc', sortIndex: 0 },
          { colId: 'Year', sort: 'desc', sortIndex: 1 },
        ],
        filterModel: {},
        timestamp: expect.any(Number),
      },
      lastModified: expect.any(Number),
    },
  })
})

test.each<readonly [what: string, settings: object, known: readonly string[]]>([
  ['raw rows', { all_columns: ['country'], metrics: undefined }, ['country']],
  ['groups', { groupby: ['country'], metrics: ['count', { label: 'Total' }] }, ['country', 'count', 'Total']],
  ['parts of a whole', { percent_metrics: ['count'] }, ['%count']],
  ['settings of another form', { all_columns: 'country', metrics: [7, null] }, []],
])('a table of %s has the columns that its settings list', (_what, settings, known) => {
  const names = ['country', 'count', 'Total', '%count', 'nope', '1; DROP TABLE orders']
  const columns = names.map((name) => ({ name, sort: 'asc' as const }))
  const { states } = chartStatesOf([chart({ ...TABLE, ...settings })], { 33: columns })
  const { columnState, sortModel } = Object(states[33]).state
  expect(columnState.map(({ colId }: { colId: string }) => colId)).toEqual(known)
  expect(sortModel.map(({ colId }: { colId: string }) => colId)).toEqual(known)
})

test.each<readonly [what: string, charts: unknown]>([
  ['a chart of another dashboard', [chart(RAW.form_data, 34)]],
  ['a chart of another kind', [chart({ viz_type: 'table', all_columns: ['country'] })]],
  ['an answer of another form', { 33: RAW }],
  ['no answer', undefined],
])('%s is left out', (_what, charts) => {
  expect(chartStatesOf(charts, { 33: [{ name: 'country', sort: 'asc' }] })).toEqual({
    states: {},
    leftOut: ['33'],
  })
})

test('no text of the browser is in a state except the names of the columns', () => {
  const column = fc.record({ name: fc.string(), sort: fc.constantFrom('asc' as const, 'desc' as const) })
  fc.assert(
    fc.property(fc.array(column), (columns) => {
      const { states } = chartStatesOf([RAW], { 33: columns })
      const { columnState, filterModel } = Object(states[33]).state
      expect(filterModel).toEqual({})
      for (const { colId } of columnState) expect(['country', 'Year']).toContain(colId)
    }),
  )
})
