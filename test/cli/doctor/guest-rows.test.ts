import { expect, test } from 'vitest'
import { guestRowsOf } from '../../../src/cli/doctor/superset/reach-facts'
import type { SupersetSession } from '../../../src/cli/superset-session'
import { minting } from './answering'
import { datasetOf, ruleOf } from './rules-and-datasets'

const CHART = { id: 5, name: 'Orders', datasetId: 3, formData: {} }
const ROWS = [{ org: 7 }]

interface Asked {
  readonly token: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/** A Superset that mints tokens for the rules it gets, and returns `ROWS` unless `refuse` has a status for a request. */
function supersetOf(refuse: (body: Asked['body']) => number | undefined = () => undefined) {
  const asked: Asked[] = []
  const minted: unknown[] = []
  const subject = minting(({ rls }) => {
    minted.push(rls)
    return Response.json({ token: `token ${minted.length}` })
  })
  const rows = guestRowsOf({
    ...subject,
    session: subject.session as SupersetSession,
    dashboard: 'an-embed-id',
    embedding: { numericId: 1 },
    charts: [CHART],
    guestHeader: 'X-Guest',
    fetch: async (input, init) => {
      if (!String(input).endsWith('/api/v1/chart/data')) return subject.fetch(input, init)
      const headers = Object(init?.headers)
      const body = JSON.parse(String(init?.body))
      asked.push({ token: headers['X-Guest'], body })
      const status = refuse(body) ?? 200
      return Response.json(status === 200 ? { result: [{ data: ROWS }] } : {}, { status })
    },
  })
  return { rows, asked, minted }
}

test('asks for rows of the dataset with a token of the rules, which has only claims that Superset reads', async () => {
  const { rows, asked, minted } = supersetOf()
  const rule = ruleOf({ dataset: 3, database: 'sqlite' })
  expect(await rows([rule], datasetOf(), 'one')).toEqual(ROWS)
  expect(minted).toEqual([[{ clause: 'org = 7', dataset: 3 }]])
  expect(asked).toMatchObject([
    {
      token: 'token 1',
      body: {
        datasource: { id: 3, type: 'table' },
        queries: [{ columns: ['org'], orderby: [], row_limit: 1 }],
        form_data: { slice_id: 5, dashboardId: 1 },
        force: true,
      },
    },
  ])
})

test('orders many rows', async () => {
  const { rows, asked } = supersetOf()
  await rows([], datasetOf({ columns: [...'abcdefghij'] }), 'many')
  const eight = [...'abcdefgh']
  expect(asked).toMatchObject([
    { body: { queries: [{ columns: eight, orderby: eight.map((name) => [name, true]), row_limit: 200 }] } },
  ])
})

test('sends the same query once', async () => {
  const { rows, asked, minted } = supersetOf()
  await Promise.all([rows([], datasetOf(), 'one'), rows([], datasetOf(), 'one')])
  await rows([], datasetOf(), 'many')
  expect([asked.length, minted.length]).toEqual([2, 1])
})

test('a guest role that may read the dataset is asked without the chart', async () => {
  const { rows, asked } = supersetOf((body) =>
    Object(body.form_data).slice_id === undefined ? undefined : 403,
  )
  expect(await rows([], datasetOf(), 'one')).toEqual(ROWS)
  expect(asked.map(({ body }) => body.form_data)).toEqual([
    { slice_id: 5, dashboardId: 1 },
    { dashboardId: 1 },
  ])
})

test.each([400, 403, 422, 500])('a query that is answered with %d returns no rows', async (status) => {
  const { rows } = supersetOf(() => status)
  expect(await rows([], datasetOf(), 'one')).toBeUndefined()
})

test('a dataset of a native filter only is asked for as the filter does it', async () => {
  const { rows, asked } = supersetOf()
  expect(await rows([], datasetOf({ id: 4, filterId: 'NATIVE_FILTER-a' }), 'one')).toEqual(ROWS)
  expect(asked).toMatchObject([
    { body: { form_data: { type: 'NATIVE_FILTER', native_filter_id: 'NATIVE_FILTER-a', dashboardId: 1 } } },
  ])
})

test('a dataset without a chart or a filter is not asked for', async () => {
  const { rows, asked } = supersetOf()
  expect(await rows([], datasetOf({ id: 4 }), 'one')).toBeUndefined()
  expect(asked).toEqual([])
})
