/** The proof of isolation for a dashboard of twelve charts, beside the queries of its charts for one viewer. */

import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type DashboardDescriptor, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { proveIsolation } from 'guestpass/testing/server'
import { startSuperset } from '../scripts/superset/serve.ts'
import { signInAsAdmin } from '../test/helpers/superset-admin.ts'
import { median, showSpread, spreadOf } from './first-chart.ts'
import { describeRun, writeSection } from './section.ts'

const PAIRS = Number(process.env['PAIRS'] ?? 10)
/** As many calls as a proof has at the same time. */
const CONCURRENCY = 4
const SAMPLE = 'Sales Dashboard'
/** Twelve charts with the ten of the sample. They are on a second table and on a virtual dataset. */
const OTHERS = ['Rows of reach_returns', 'Rows of reach_virtual']

const superset = await startSuperset()
const { url, guestSecret: secret, audience } = superset
const send = await signInAsAdmin(superset)
const copy = await copySample()
const issuer = supersetJwt({ url, secret, audience })
const times: Record<'proof' | 'charts', number[]> = { proof: [], charts: [] }
try {
  const dashboard = await readDescriptor()
  const bodies = await readQueries(dashboard)
  let queries = 0
  const prove = async () => {
    queries = await proveForTwo(dashboard)
  }
  const peers = [['proof', prove] as const, ['charts', () => load(dashboard, bodies)] as const]
  // An uncounted pair warms both. They take turns at going first.
  for (let pair = -1; pair < PAIRS; pair++) {
    for (const [peer, run] of pair % 2 ? peers : peers.toReversed()) {
      const startedAt = performance.now()
      await run()
      if (pair >= 0) times[peer].push(performance.now() - startedAt)
    }
    process.stderr.write('.')
  }
  const ratio = spreadOf(times.proof.map((ms, pair) => ms / (times.charts[pair] as number)))
  const datasets = Object.keys(dashboard.datasets).length
  const seconds = (peer: keyof typeof times) => (median(times[peer]) / 1_000).toFixed(1)
  writeSection(
    'Proof of isolation',
    `${describeRun('npm run bench -- isolation')}.
[The proof](isolation.md) for two grants and a dashboard with ${bodies.length} charts on ${datasets} datasets: the charts of Superset's Sales Dashboard, one
of another table, and one of a virtual dataset. The proof has ${queries} queries. The peer sends the query of each chart once, as one viewer. Both bypass Superset's
cache, and have ${CONCURRENCY} calls at a time. ${PAIRS} pairs that took turns at going first. The times are medians. The ratio is the median of the
ratios of the pairs, with the middle half of them in brackets.

| proof | ${bodies.length} charts | ratio |
| ---: | ---: | ---: |
| ${seconds('proof')} s | ${seconds('charts')} s | ${showSpread(ratio, 2)} |`,
  )
} finally {
  await copy.remove()
  await superset.stop()
}

function grantOf(dashboard: DashboardDescriptor, country: string): SupersetGrant {
  return { viewer: country, dashboards: [dashboard], rls: [{ clause: `country = '${country}'` }] }
}

/** Returns the number of queries. */
async function proveForTwo(dashboard: DashboardDescriptor): Promise<number> {
  const underTest = (country: string) => ({ grant: grantOf(dashboard, country), tenants: [country] })
  const { outcome, findings, checked } = await proveIsolation({
    issuer,
    dashboards: [dashboard],
    grants: { usa: underTest('USA'), france: underTest('France') },
    tenantColumn: 'country',
  })
  if (outcome !== 'proved') throw new Error(JSON.stringify(findings))
  return checked.queries
}

/** Loads the charts as a viewer in the USA. */
async function load(dashboard: DashboardDescriptor, bodies: readonly string[]): Promise<void> {
  const { signal } = new AbortController()
  const grant = issuer.parseGrant(grantOf(dashboard, 'USA'))
  const { token } = await issuer.mint(grant, [dashboard.embedId], signal)
  const headers = { 'content-type': 'application/json', 'X-GuestToken': token }
  const waiting = [...bodies]
  const work = async () => {
    for (let body = waiting.pop(); body; body = waiting.pop()) {
      const response = await fetch(`${url}/api/v1/chart/data`, { method: 'POST', headers, body })
      if (!response.ok) throw new Error(`A chart answers ${response.status}: ${await response.text()}`)
      await response.json()
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
}

/** The query of each chart, with its own metrics and columns. */
async function readQueries({ charts, numericId, datasets }: DashboardDescriptor): Promise<readonly string[]> {
  const read = Object.values(charts).map(async ({ id, dataset = '' }) => {
    const { params } = await ask<{ readonly params: string }>('GET', `chart/${id}`)
    const { metrics, metric, groupby, columns, all_columns: all } = JSON.parse(params)
    const allColumns = new Set([groupby ?? [], columns ?? [], all ?? []].flat())
    return JSON.stringify({
      datasource: { id: datasets[dataset]?.id, type: 'table' },
      queries: [
        {
          columns: [...allColumns],
          metrics: [metrics ?? [], metric ?? []].flat(),
          ...{ filters: [], extras: {}, row_limit: 1_000 },
        },
      ],
      form_data: { slice_id: id, dashboardId: numericId },
      ...{ force: true, result_format: 'json', result_type: 'full' },
    })
  })
  return Promise.all(read)
}

/** Copies the sample with the other charts, because all servers of a checkout share one database. */
async function copySample() {
  const sample = (await list<Listed>('dashboard')).find((entry) => entry.dashboard_title === SAMPLE)
  const charts = (await list<Listed>('chart')).filter(({ slice_name: name }) => OTHERS.includes(name ?? ''))
  const { json_metadata: metadata, position_json: layout } = await ask<Layout>(
    'GET',
    `dashboard/${sample?.id}`,
  )
  const others = charts.map(({ id, slice_name: name }) => {
    const meta = { chartId: id, height: 50, width: 4, sliceName: name }
    return [`CHART-${id}`, { type: 'CHART', id: `CHART-${id}`, children: [], meta }] as const
  })
  const positions = { ...JSON.parse(layout), ...Object.fromEntries(others) }
  const { id } = await ask<{ readonly id: number }>('POST', `dashboard/${sample?.id}/copy/`, {
    dashboard_title: 'Twelve charts',
    duplicate_slices: false,
    json_metadata: JSON.stringify({ ...JSON.parse(metadata), positions }),
  })
  await ask('PUT', `dashboard/${id}`, { published: true })
  await ask('POST', `dashboard/${id}/embedded`, { allowed_domains: [] })
  return { id, remove: () => ask('DELETE', `dashboard/${id}`) }
}

interface Listed {
  readonly id: number
  readonly dashboard_title?: string
  readonly slice_name?: string
}

interface Layout {
  readonly json_metadata: string
  readonly position_json: string
}

async function list<Item>(what: string): Promise<readonly Item[]> {
  return ask<readonly Item[]>('GET', `${what}/?q=(page_size:100)`)
}

async function ask<Result>(method: string, path: string, body?: object): Promise<Result> {
  const response = await send(method, `/api/v1/${path}`, body)
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { readonly result: Result }).result
}

/** Runs `guestpass generate`, as an app does, and imports the module that it writes. */
async function readDescriptor(): Promise<DashboardDescriptor> {
  const file = join(tmpdir(), `guestpass-bench-${process.pid}.ts`)
  const account = {
    GUESTPASS_SUPERSET_USERNAME: superset.username,
    GUESTPASS_SUPERSET_PASSWORD: superset.password,
  }
  const words = ['dist/cli.js', 'generate', `${copy.id}`, '--superset', url, '--out', file]
  execFileSync(process.execPath, words, { env: { ...process.env, ...account }, stdio: 'ignore' })
  const [dashboard] = Object.values(await import(pathToFileURL(file).href))
  return dashboard as DashboardDescriptor
}
