import { afterAll, beforeAll, expect, test } from 'vitest'
import { sales } from '../../examples/app/dashboards'
import { queriesOf } from '../../examples/app/queries'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox.ts'
import type { RowsQuery } from '../../src/core/rows-query'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { createRowsLoader } from '../../src/server/rows/create-rows-loader'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const USA = [{ clause: "country='USA'" }] as const
const TOTAL = { dashboard: sales, dataset: 'cleaned_sales_data', metrics: ['count'] } as const

const issuer = () =>
  supersetJwt({ url: sandbox.url, secret: sandbox.guestSecret, audience: sandbox.audience })

function grant(rls: SupersetGrant['rls'], dashboards: SupersetGrant['dashboards'] = [sales]): SupersetGrant {
  return { viewer: 'ana', dashboards, rls }
}

function load(query: RowsQuery, params: object = {}) {
  const loadRows = createRowsLoader({ issuer: issuer(), queries: { rows: query } })
  return loadRows(grant('all-rows'), 'rows', params as never)
}

test('each viewer of the demo receives their own revenue, the same as the dashboard shows', async () => {
  const loadRows = createRowsLoader({ issuer: issuer(), queries: queriesOf(sales) })
  const revenue = async (rls: SupersetGrant['rls']) => {
    const { rows } = await loadRows(grant(rls), 'revenue', {})
    return (Number(rows[0]?.revenue) / 1e6).toFixed(2)
  }
  expect(await revenue('all-rows')).toBe('10.03')
  expect(await revenue(USA)).toBe('3.63')
})

test('the picker of the demo lists the countries that a viewer may see, the largest first', async () => {
  const loadRows = createRowsLoader({ issuer: issuer(), queries: queriesOf(sales) })
  const all = await loadRows(grant('all-rows'), 'countries', {})
  expect(all.rows.map(({ country }) => country)).toEqual(['USA', 'Spain', 'France', 'Australia'])
  expect(all.isTruncated).toBe(true)
  const usa = await loadRows(grant(USA), 'countries', {})
  expect(usa.rows.map(({ country }) => country)).toEqual(['USA'])
})

test.each<[string, RowsQuery['params'], object]>([
  ['a text', { c: { column: 'country', type: 'text' } }, { c: 'USA' }],
  ['a list', { c: { column: 'country', type: 'text', list: true } }, { c: ['USA', 'Nowhere'] }],
])('%s filters, and is only a value', async (_, params, sent) => {
  const [all, some] = [await load(TOTAL), await load({ ...TOTAL, params: params ?? {} }, sent)]
  expect(Number(some.rows[0]?.['count'])).toBeLessThan(Number(all.rows[0]?.['count']))
  const hostile = Object.fromEntries(Object.keys(sent).map((name) => [name, "x' OR 1=1 --"]))
  if (!Array.isArray(Object.values(sent)[0])) {
    const none = await load({ ...TOTAL, params: params ?? {} }, hostile)
    expect(none.rows).toEqual([{ count: 0 }])
  }
})

test.each<[string, RowsQuery]>([
  ['a sub-query', { ...TOTAL, metrics: [{ label: 'x', sql: '(SELECT 1)' }] }],
  [
    'an operator that the sandbox does not know',
    { ...TOTAL, where: [{ column: 'sales', operator: '>', value: 1 }] },
  ],
])('%s is refused, and no row is returned', async (_, query) => {
  await expect(load(query)).rejects.toMatchObject({ code: 'issuer-refused' })
})

test('a filter on a column that the dataset does not have is reported, and refused', async () => {
  const { datasets } = sales
  const columns = { ...datasets.cleaned_sales_data.columns, gone: 'text' }
  const stale = { ...sales, datasets: { cleaned_sales_data: { ...datasets.cleaned_sales_data, columns } } }
  const query = { ...TOTAL, dashboard: stale, where: [{ column: 'gone', value: 'x' }] } as RowsQuery
  await expect(load(query)).rejects.toMatchObject({ message: expect.stringMatching(/left out a filter/) })
})

test('rows need a grant that lists the dashboard', async () => {
  const loadRows = createRowsLoader({ issuer: issuer(), queries: queriesOf(sales) })
  const other = grant('all-rows', ['5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b02'])
  await expect(loadRows(other, 'revenue', {})).rejects.toMatchObject({ code: 'denied' })
})
