import { expect, test } from 'vitest'
import { type ChartInPage, createChartWatch } from '../../src/snapshot/chart-watch'

const chart = (id: string, state: ChartInPage['state']): ChartInPage => ({ id, name: `Chart ${id}`, state })

test('a chart is unfinished until it is answered and drawn', () => {
  const charts = createChartWatch()
  charts.seen([chart('1', 'loading'), chart('2', 'drawn')])
  expect(charts.unfinished()).toEqual([{ id: '1', name: 'Chart 1', status: undefined }])
  charts.sent('1')
  charts.seen([chart('1', 'drawn'), chart('2', 'drawn')])
  expect(charts.unfinished()).toHaveLength(1)
  charts.ended('1', 200)
  expect([charts.unfinished(), charts.failed()]).toEqual([[], []])
})

test('a filter without an answer is unfinished, and has its id as its name', () => {
  const charts = createChartWatch()
  charts.sent('NATIVE_FILTER-a')
  expect(charts.unfinished()).toEqual([{ id: 'NATIVE_FILTER-a', name: 'NATIVE_FILTER-a', status: undefined }])
})

test('a chart whose last answer is an error has failed', () => {
  const charts = createChartWatch()
  charts.seen([chart('1', 'drawn'), chart('2', 'drawn')])
  for (const [id, status] of [
    ['1', 200],
    ['1', 400],
    ['2', 500],
    ['2', 200],
  ] as const) {
    charts.sent(id)
    charts.ended(id, status)
  }
  expect(charts.failed()).toEqual([{ id: '1', name: 'Chart 1', status: 400 }])
})

test('a request that the page breaks off to send it again is no answer', () => {
  const charts = createChartWatch()
  charts.sent('1')
  charts.sent('1')
  charts.ended('1', undefined)
  expect(charts.unfinished()).toHaveLength(1)
  charts.ended('1', 200)
  expect([charts.unfinished(), charts.failed()]).toEqual([[], []])
})

test('a chart that shows an error has failed, also when Superset answered 200', () => {
  const charts = createChartWatch()
  charts.sent('1')
  charts.ended('1', 200)
  charts.seen([chart('1', 'error')])
  expect(charts.failed()).toEqual([{ id: '1', name: 'Chart 1', status: 200 }])
})
