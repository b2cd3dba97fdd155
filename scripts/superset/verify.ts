import assert from 'node:assert/strict'

import { type SampleDashboard, type Superset, startSuperset } from './serve.ts'

/**
 * Checks a freshly started Superset the way an embedded page uses it, without a browser:
 * `node scripts/superset/verify.ts`.
 */
async function main(): Promise<void> {
  const superset = await startSuperset()
  try {
    await verify(superset)
  } finally {
    await superset.stop()
  }
}

async function verify(superset: Superset): Promise<void> {
  const sales = superset.dashboards.find((dashboard) => dashboard.slug === 'sales')
  const other = superset.dashboards.find((dashboard) => dashboard.slug !== 'sales')
  assert(sales && other)

  const mint = await openMintSession(superset)
  const everything = asGuest(superset, await mint(sales, []))
  const onlyUsa = asGuest(superset, await mint(sales, [{ clause: "country='USA'" }]))
  const stranger = asGuest(superset, 'not-a-token')

  await expectStatus('the guest’s own roles', everything, '/api/v1/me/roles/', 200)
  await expectStatus('roles with a bad token', stranger, '/api/v1/me/roles/', 401)
  const dashboardPath = '/api/v1/dashboard/'
  await expectStatus('its dashboard', everything, dashboardPath + sales.numericId, 200)
  await expectStatus('another dashboard', everything, dashboardPath + other.numericId, 404)

  expectMillions('revenue without rules', await totalRevenue(everything, sales), 10.03)
  expectMillions("revenue with country='USA'", await totalRevenue(onlyUsa, sales), 3.63)

  const byName127 = superset.url.replace('localhost', '127.0.0.1')
  const embedded = await fetch(`${byName127}/embedded/${sales.embedId}`)
  assert.equal(embedded.status, 200)
  assert.match(embedded.headers.get('content-security-policy') ?? '', /frame-ancestors \*/)
  assert.equal(embedded.headers.get('x-frame-options'), null)
  passed('the embedded page may be framed, at 127.0.0.1 too', 200)
}

type Mint = (dashboard: SampleDashboard, rls: readonly { readonly clause: string }[]) => Promise<string>

async function openMintSession({ url, username, password }: Superset): Promise<Mint> {
  const login = await fetch(`${url}/api/v1/security/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, provider: 'db', refresh: true }),
  })
  const { access_token: accessToken } = await jsonOf<{ access_token: string }>(login)
  const authorization = `Bearer ${accessToken}`

  const csrf = await fetch(`${url}/api/v1/security/csrf_token/`, { headers: { authorization } })
  const { result: csrfToken } = await jsonOf<{ result: string }>(csrf)
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

  return async (dashboard, rls) => {
    const minted = await fetch(`${url}/api/v1/security/guest_token/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization,
        cookie,
        'x-csrftoken': csrfToken,
      },
      body: JSON.stringify({
        user: { username: 'viewer' },
        resources: [{ type: 'dashboard', id: dashboard.embedId }],
        rls,
      }),
    })
    return (await jsonOf<{ token: string }>(minted)).token
  }
}

type Ask = (path: string, body?: unknown) => Promise<Response>

const asGuest =
  ({ url }: Superset, token: string): Ask =>
  (path, body) =>
    fetch(url + path, {
      headers: { 'x-guesttoken': token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })

interface ChartMetadata {
  readonly slice_name: string
  readonly form_data: Readonly<Record<string, unknown>> & {
    readonly slice_id: number
    readonly datasource: string
    readonly metric: unknown
  }
}

/** Asks for the "Total Revenue" chart as the embedded page does. */
async function totalRevenue(ask: Ask, { numericId }: SampleDashboard): Promise<number> {
  const charts = await ask(`/api/v1/dashboard/${numericId}/charts`)
  const { result } = await jsonOf<{ result: readonly ChartMetadata[] }>(charts)
  const chart = result.find(({ slice_name }) => slice_name === 'Total Revenue')
  assert(chart, `No "Total Revenue" among ${result.map(({ slice_name }) => slice_name).join(', ')}`)

  const formData = { ...chart.form_data, dashboardId: numericId }
  const answer = await ask('/api/v1/chart/data', {
    datasource: { id: Number.parseInt(formData.datasource, 10), type: 'table' },
    force: false,
    queries: [{ metrics: [formData.metric], columns: [], filters: [], extras: {} }],
    form_data: formData,
    result_format: 'json',
    result_type: 'full',
  })
  const data = await jsonOf<{ result: readonly { data: readonly Record<string, number>[] }[] }>(answer)
  return Object.values(data.result[0]?.data[0] ?? {})[0] ?? Number.NaN
}

async function expectStatus(what: string, ask: Ask, path: string, status: number): Promise<void> {
  const response = await ask(path)
  assert.equal(response.status, status, `${what}: ${response.status}, expected ${status}`)
  passed(what, status)
}

function expectMillions(what: string, value: number, millions: number): void {
  assert.equal((value / 1e6).toFixed(2), millions.toFixed(2), `${what}: ${value}`)
  passed(what, value)
}

function passed(what: string, result: number): void {
  process.stdout.write(`ok  ${what}: ${result}\n`)
}

async function jsonOf<T>(response: Response): Promise<T> {
  const body = await response.text()
  assert(response.ok, `${new URL(response.url).pathname}: ${response.status} ${body}`)
  return JSON.parse(body) as T
}

await main()
