import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../examples/sandbox/sandbox.ts'
import { signGuestToken } from '../helpers/superset-tokens.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

async function asGuest(clauses: readonly string[]) {
  const ids = sandbox.dashboards.slice(0, 1).map(({ embedId }) => embedId)
  const token = await signGuestToken(sandbox, ids, clauses)
  return async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(sandbox.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-guesttoken': token, 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, body: await response.json() }
  }
}

const query = (slice_id: number, filters: readonly object[] = [], orderby: readonly object[] = []) => ({
  datasource: { id: 1, type: 'table' },
  force: false,
  form_data: { slice_id },
  queries: [{ filters, orderby, row_limit: 4 }],
  result_format: 'json',
  result_type: 'results',
})
const CHART_DATA = '/api/v1/chart/data?dashboard_id=1'
const USA = { col: 'country', op: 'IN', val: ['USA'] }

async function revenue(clauses: readonly string[], filters: readonly object[]): Promise<string> {
  const ask = await asGuest(clauses)
  const { status, body } = await ask(CHART_DATA, query(1, filters))
  const value = body.result?.[0].data[0]?.value
  return value === undefined ? `${status} ${body.result?.[0].rowcount}` : (value / 1e6).toFixed(2)
}

test('rules and filters both narrow the rows of a sum', async () => {
  expect(await revenue([], [])).toBe('10.03')
  expect(await revenue(["country='USA'"], [])).toBe('3.63')
  expect(await revenue([], [USA])).toBe('3.63')
  expect(await revenue(["country='USA'"], [{ ...USA, val: ['USA', 'Spain'] }])).toBe('3.63')
  expect(await revenue(["country='Spain'"], [USA])).toBe('200 0')
})

test('a rule with an unknown column is an error, and a hostile filter matches no rows', async () => {
  expect(await revenue(['nosuchcolumn=1'], [])).toBe('400 undefined')
  expect(await revenue([], [{ ...USA, val: ["USA') OR ('1'='1"] }])).toBe('200 0')
  // An unknown column is left out, and never reaches the SQL.
  expect(await revenue([], [{ ...USA, col: '1=1; DROP TABLE cleaned_sales_data; --' }])).toBe('10.03')
})

test('a table is sorted by the requested columns, but only by its own columns', async () => {
  const ask = await asGuest([])
  const sales = async (orderby: readonly object[]) =>
    (await ask(CHART_DATA, query(5, [], orderby))).body.result[0].data.map(
      ({ sales }: { readonly sales: number }) => sales,
    )
  const up = await sales([['sales', true]])
  expect(up).toHaveLength(4)
  expect(up).toEqual(up.toSorted((a: number, b: number) => a - b))
  expect((await sales([['sales', false]]))[0]).toBeGreaterThan(up[3])
  expect(await sales([['1; DROP TABLE cleaned_sales_data', true]])).toEqual(await sales([]))
})

test('a filter offers only values that its viewer may see', async () => {
  const path = '/api/v1/dashboard/1/filter_values?filter=NATIVE_FILTER-country'
  const all = await (await asGuest([]))(path)
  const countries = await (await asGuest(["country='USA'"]))(path)
  expect(all.body.result[0].rowcount).toBe(19)
  expect(countries.body.result[0].data).toEqual([{ label: 'USA' }])
})

test('a permalink needs a session, which a browser does not send from a page on another site', async () => {
  const ask = await asGuest([])
  const state = { dataMask: {}, activeTabs: ['TAB-deals'], chartStates: {} }
  expect((await ask('/api/v1/dashboard/1/permalink', state)).status).toBe(400)
  const made = await ask('/api/v1/dashboard/1/permalink', state, { cookie: 'session=any' })
  expect(made.status).toBe(201)
  expect((await ask(`/api/v1/dashboard/permalink/${made.body.key}`)).body).toEqual({ state })
  expect((await ask('/api/v1/dashboard/permalink/unknown')).status).toBe(404)
})

test('a dashboard that the token is not for does not exist', async () => {
  const ask = await asGuest([])
  expect((await ask('/api/v1/dashboard/1')).status).toBe(200)
  expect((await ask('/api/v1/dashboard/2')).status).toBe(404)
})

test('revokes all used tokens at once, but not a token that is used later', async () => {
  const before = await asGuest([])
  expect((await before('/api/v1/me/roles/')).status).toBe(200)
  const after = await asGuest(["country='Norway'"])
  sandbox.revokeGuestTokens()
  expect((await before('/api/v1/me/roles/')).status).toBe(401)
  expect((await after('/api/v1/me/roles/')).status).toBe(200)
})
