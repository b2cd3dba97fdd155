/** Rows of named queries from a real Superset, for three viewers. */

import { beforeAll, describe, expect, inject, test } from 'vitest'
import type { DashboardDescriptor } from '../../src/core/descriptor'
import type { RowsQuery } from '../../src/core/rows-query'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetApi } from '../../src/server/issuers/superset-api'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { guestTokenHandler } from '../../src/server/route/fetch-handler'
import { createRowsLoader } from '../../src/server/rows/create-rows-loader'
import { rowsRouteContract } from '../contracts/rows-route.contract'
import { generateDescriptor } from '../helpers/generated-descriptor'
import { signInAsAdmin } from '../helpers/superset-admin'

const version = inject('version')
const DATASET = 'compatibility_orders'

const superset = inject('superset')
let dashboard: DashboardDescriptor

beforeAll(async () => {
  dashboard = await generateDescriptor(superset, 'compatibility')
})

const jwt = () =>
  supersetJwt({ url: superset.url, secret: superset.guestSecret, audience: superset.audience })
const api = () => supersetApi({ url: superset.url, username: superset.username, password: superset.password })

function loader(
  query: Omit<RowsQuery, 'dashboard' | 'dataset'>,
  issuer = jwt(),
  others: Partial<RowsQuery> = {},
) {
  const queries = { rows: { dashboard, dataset: DATASET, ...query, ...others } satisfies RowsQuery }
  const load = createRowsLoader({ issuer, queries })
  return (rls: SupersetGrant['rls'], params: object = {}) =>
    load({ viewer: 'ana', dashboards: [dashboard.embedId], rls }, 'rows', params as never)
}

const TOTAL = { metrics: ['revenue_sum'] } as const
const USA = [{ clause: "country = 'USA'" }] as const
const FRANCE_AND_SPAIN = [{ clause: "country IN ('France', 'Spain')" }] as const
const NOBODY = [{ clause: '1 = 0' }] as const

/** The query that Superset saved for a chart: what the embedded page sends. */
async function readChart(name: string) {
  const id = dashboard.charts[name]?.id
  const send = await signInAsAdmin(superset)
  const response = await send('GET', `/api/v1/chart/${id}`)
  const { result } = (await response.json()) as { readonly result: { readonly query_context: string } }
  return { id, query: JSON.parse(result.query_context) as object }
}

describe.each(['jwt', 'api'] as const)(`Superset ${version}, tokens by %s`, (name) => {
  const issuer = () => (name === 'jwt' ? jwt() : api())

  test('each viewer receives only the rows that their rules allow', async () => {
    const load = loader(TOTAL, issuer())
    const totals = await Promise.all([load('all-rows'), load(USA), load(NOBODY)])
    expect(totals.map(({ rows }) => rows)).toEqual([
      [{ revenue_sum: 585_000 }],
      [{ revenue_sum: 270_000 }],
      [{ revenue_sum: null }],
    ])
  })
})

describe(`Superset ${version}`, () => {
  rowsRouteContract(() => {
    const viewer = 'ana'
    let grant: SupersetGrant | null = { viewer, dashboards: [dashboard.embedId], rls: 'all-rows' }
    const country = { column: 'country', type: 'text', optional: true } as const
    const revenue = { dashboard, dataset: DATASET, columns: ['country'], ...TOTAL, params: { country } }
    const answer = guestTokenHandler({ issuer: jwt(), queries: { revenue }, authorize: () => grant })
    const headers = { 'content-type': 'application/json' }
    const init = (body: object) => ({ method: 'POST', headers, body: JSON.stringify(body) })
    return {
      ask: (body) => answer(new Request('https://app.example.com/guest-token/rows', init(body))),
      signOut() {
        grant = null
      },
    }
  })

  test('three viewers receive the rows that their dashboard draws', async () => {
    const { id, query } = await readChart('Revenue by Country')
    const load = loader({ columns: ['country'], ...TOTAL })
    for (const [rls, countries] of [
      ['all-rows', 4],
      [USA, 1],
      [FRANCE_AND_SPAIN, 2],
    ] as const) {
      const grant = jwt().parseGrant({ viewer: 'ana', dashboards: [dashboard.embedId], rls })
      const { signal } = new AbortController()
      const { token } = await jwt().mint(grant, [dashboard.embedId], signal)
      const formData = { slice_id: id, dashboardId: dashboard.numericId }
      const drawn = await jwt().askGuestData?.(token, { ...query, form_data: formData }, signal)
      const [{ data }] = Object(drawn?.body).result
      const { rows } = await load(rls)
      expect(rows).toHaveLength(countries)
      expect(new Set(rows)).toEqual(new Set(data))
    }
  })

  test('a query has columns, metrics, an order, a limit and types', async () => {
    const load = loader({
      columns: ['country'],
      metrics: ['revenue_sum', { label: 'half', sql: 'SUM(revenue) / 2' }],
      orderBy: [{ by: 'revenue_sum', descending: true }],
      limit: 2,
    })
    const { rows, columns, isTruncated } = await load('all-rows')
    expect(columns).toEqual([
      { name: 'country', type: 'text' },
      { name: 'revenue_sum', type: 'number' },
      { name: 'half', type: 'number' },
    ])
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual({ country: 'USA', revenue_sum: 270_000, half: 135_000 })
    expect(isTruncated).toBe(true)
  })

  test.each<[string, RowsQuery['params'], object, unknown]>([
    ['a text', { country: { column: 'country', type: 'text' } }, { country: 'USA' }, 270_000],
    [
      'a list of texts',
      { c: { column: 'country', type: 'text', list: true } },
      { c: ['USA', 'France'] },
      expect.any(Number),
    ],
    ['no text of it', { c: { column: 'country', type: 'text', operator: '!=' } }, { c: 'USA' }, 315_000],
    [
      'none of a list',
      { c: { column: 'country', type: 'text', operator: '!=', list: true } },
      { c: ['USA'] },
      315_000,
    ],
    ['a text with a quote', { c: { column: 'country', type: 'text' } }, { c: "USA' OR '1'='1" }, null],
    ['an empty text', { c: { column: 'country', type: 'text' } }, { c: '' }, null],
    [
      'days without rows',
      { d: { column: 'ordered_on', type: 'dates' } },
      { d: ['1990-01-01', '1990-02-01'] },
      null,
    ],
    [
      'all days',
      { d: { column: 'ordered_on', type: 'dates' } },
      { d: ['1990-01-01', '2100-01-01'] },
      585_000,
    ],
    ['a number', { n: { column: 'quantity', type: 'number', operator: '>=' } }, { n: -5 }, 585_000],
    ['a large number', { n: { column: 'quantity', type: 'number', operator: '>' } }, { n: 1e9 }, null],
  ])('a parameter is %s', async (_what, params, sent, total) => {
    const { rows } = await loader({ ...TOTAL, params: params ?? {} })('all-rows', sent)
    expect(rows).toEqual([{ revenue_sum: total }])
  })

  test('a month is one row for each month', async () => {
    const month = { column: 'ordered_on', grain: 'P1M', label: 'month' }
    const { rows, columns } = await loader({ ...TOTAL, columns: [month], orderBy: [{ by: 'month' }] })(
      'all-rows',
    )
    expect(columns[0]).toEqual({ name: 'month', type: 'time' })
    expect(rows.length).toBeGreaterThan(1)
  })

  test('a filter on a column that the dataset has no longer is refused, and shows no rows', async () => {
    const stale = {
      ...dashboard,
      datasets: { [DATASET]: { ...dashboard.datasets[DATASET], columns: { gone: 'text' } } },
    }
    const load = loader({ ...TOTAL, where: [{ column: 'gone', value: 'x' }] }, jwt(), {
      dashboard: stale as never,
    })
    await expect(load('all-rows')).rejects.toMatchObject({
      code: 'issuer-refused',
      message: expect.stringMatching(/left out a filter/),
    })
  })

  test.each<[string, SupersetGrant['rls'], RegExp]>([
    [
      'a rule on a column that does not exist',
      [{ clause: 'secret_col = 7' }],
      /a rule of the grant, is wrong/,
    ],
    ['a rule that is not SQL', [{ clause: 'country = = 7' }], /rule of the grant/],
  ])('%s is an error that does not contain the rule', async (_what, rls, words) => {
    const failing = loader(TOTAL)(rls)
    await expect(failing).rejects.toMatchObject({
      code: 'issuer-refused',
      message: expect.stringMatching(words),
    })
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringMatching(/secret_col|= 7/) })
  })

  test('a token that Superset does not accept is named, after one more token', async () => {
    const wrong = supersetJwt({ url: superset.url, secret: 'x'.repeat(40), audience: superset.audience })
    await expect(loader(TOTAL, wrong)('all-rows')).rejects.toMatchObject({
      code: 'issuer-refused',
      message: expect.stringMatching(/does not accept the guest token/),
    })
  })
})
