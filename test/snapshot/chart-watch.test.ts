import { expect, test } from 'vitest'
import { type ChartInPage, createChartWatch } from '../../src/snapshot/chart-watch'

const chart = (id: string, state: ChartInPage['state']): ChartInPage => ({ id, name: `Chart ${id}`, state })

/** A watch with a chart that is answered and drawn. */
function watchDrawn(...ids: readonly string[]) {
  const charts = createChartWatch()
  for (const id of ids) {
    charts.sent(id)
    charts.ended(id, 200)
  }
  charts.seen(ids.map((id) => chart(id, 'drawn')))
  return charts
}

test('a chart is unfinished until it is answered and drawn', () => {
  const charts = createChartWatch()
  charts.seen([chart('1', 'drawn')])
  expect(charts.unfinished()).toEqual([{ id: '1', name: 'Chart 1', status: undefined }])
  charts.sent('1')
  charts.seen([chart('1', 'loading')])
  expect(charts.unfinished()).toHaveLength(1)
  charts.ended('1', 200)
  expect(charts.unfinished()).toHaveLength(1)
  charts.seen([chart('1', 'drawn')])
  expect([charts.unfinished(), charts.failed()]).toEqual([[], []])
})

test('a filter without an answer is unfinished, and has its id as its name', () => {
  const charts = createChartWatch()
  charts.sent('NATIVE_FILTER-a')
  expect(charts.unfinished()).toEqual([{ id: 'NATIVE_FILTER-a', name: 'NATIVE_FILTER-a', status: undefined }])
})

test('a chart whose last answer is an error has failed', () => {
  const charts = watchDrawn('1', '2')
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

test('a request that the page breaks off to send it again does not count as an answer', () => {
  const charts = watchDrawn('1')
  charts.sent('1')
  charts.sent('1')
  charts.ended('1', undefined)
  expect(charts.unfinished()).toHaveLength(1)
  charts.ended('1', 200)
  expect([charts.unfinished(), charts.failed()]).toEqual([[], []])
})

test('a chart that shows an error has failed, also when Superset answered 200', () => {
  const charts = watchDrawn('1')
  charts.seen([chart('1', 'error')])
  expect(charts.unfinished()).toEqual([])
  expect(charts.failed()).toEqual([{ id: '1', name: 'Chart 1', status: 200 }])
})

test('a chart whose request breaks off without another stays unfinished', () => {
  const charts = createChartWatch()
  charts.seen([chart('1', 'drawn')])
  charts.sent('1')
  charts.ended('1', undefined)
  expect(charts.unfinished()).toHaveLength(1)
})
