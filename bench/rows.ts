/** Rows for 50 viewers at once: the token route, beside direct calls of Superset's API with guest tokens. */

import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import express from 'express'
import { guestTokens } from 'guestpass/express'
import { type DashboardDescriptor, defineQueries, type SupersetGrant, supersetJwt } from 'guestpass/server'
import { listen } from '../scripts/listen.ts'
import { type Superset, startSuperset } from '../scripts/superset/serve.ts'
import { median } from './first-chart.ts'
import { describeRun, writeSection } from './section.ts'

const PAIRS = Number(process.env['PAIRS'] ?? 15)
const VIEWERS = 50
/** The default of `maxConcurrentQueries`. */
const CONCURRENCY = 8

const superset = await startSuperset()
const { url, guestSecret: secret, audience } = superset
const dashboard = await readDescriptor(superset)
const issuer = supersetJwt({ url, secret, audience })
const viewers = Array.from({ length: VIEWERS }, (_, index) => `viewer-${index}`)
const grantOf = (viewer: string): SupersetGrant => ({
  viewer,
  dashboards: [dashboard],
  // Each viewer has another rule, so that no two of them could share an answer.
  rls: [{ clause: `'${viewer}' = '${viewer}' AND country = 'USA'` }],
})
const route = await startRoute()
const times: Record<'guestpass' | 'direct', number[]> = { guestpass: [], direct: [] }
try {
  // An uncounted pair warms both. They take turns at going first.
  for (let pair = -1; pair < PAIRS; pair++) {
    const peers = [['guestpass', askRoute] as const, ['direct', askDirectly] as const]
    for (const [peer, ask] of pair % 2 ? peers : peers.reverse()) {
      const startedAt = performance.now()
      await ask()
      if (pair >= 0) times[peer].push(performance.now() - startedAt)
    }
    process.stderr.write('.')
  }
} finally {
  await route.stop()
  await superset.stop()
}

const ratios = times.direct.map((ms, pair) => ms / (times.guestpass[pair] as number))
writeSection(
  'Rows for 50 viewers at once',
  `${describeRun('npm run bench -- rows')}.
${VIEWERS} viewers request the same [named query](rows.md) at once, each with another rule, on a Superset without a data cache. The peer sends the same
queries to Superset's chart data API with guest tokens of the same issuer. Both have ${CONCURRENCY} calls at a time. ${PAIRS} pairs that took turns at going first. The
times are medians until the last answer. The ratio is the median of the ratios of the pairs, with the smallest and the largest in brackets: above 1 guestpass answers faster.

| guestpass | direct calls | ratio | goal |
| ---: | ---: | ---: | ---: |
| ${median(times.guestpass).toFixed(0)} ms | ${median(times.direct).toFixed(0)} ms | ${median(ratios).toFixed(2)} [${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}] | ≥ 0.90 |`,
)

async function askRoute(): Promise<void> {
  const answers = await Promise.all(
    viewers.map(async (viewer) => {
      const headers = { 'content-type': 'application/json', 'x-viewer': viewer }
      const body = JSON.stringify({ queries: [{ name: 'total' }] })
      const response = await fetch(`${route.url}/guest-token/rows`, { method: 'POST', headers, body })
      return (await response.json()).results[0].rows[0].revenue_sum
    }),
  )
  checkTotals(answers)
}

async function askDirectly(): Promise<void> {
  const { signal } = new AbortController()
  const [chart] = Object.values(dashboard.charts)
  const body = JSON.stringify({
    datasource: { id: dataset().id, type: 'table' },
    queries: [{ columns: [], metrics: ['revenue_sum'], filters: [], orderby: [], row_limit: 1_001 }],
    form_data: { slice_id: chart?.id, dashboardId: dashboard.numericId },
    ...{ force: false, result_format: 'json', result_type: 'full' },
  })
  const tokens = await Promise.all(
    viewers.map((viewer) => issuer.mint(issuer.parseGrant(grantOf(viewer)), [dashboard.embedId], signal)),
  )
  const waiting = [...tokens]
  const answers: unknown[] = []
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const headers = { 'content-type': 'application/json', 'X-GuestToken': next.token }
      const response = await fetch(`${url}/api/v1/chart/data`, { method: 'POST', headers, body })
      answers.push((await response.json()).result[0].data[0].revenue_sum)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  checkTotals(answers)
}

function checkTotals(answers: readonly unknown[]): void {
  if (answers.length !== VIEWERS || answers.some((total) => total !== 270_000)) {
    throw new Error(`A viewer received other rows: ${JSON.stringify(answers)}`)
  }
}

async function startRoute() {
  const queries = defineQueries({ total: { dashboard, dataset: dataset().name, metrics: ['revenue_sum'] } })
  const app = express()
  const authorize = (request: express.Request) => grantOf(String(request.headers['x-viewer']))
  app.use('/guest-token', guestTokens({ issuer, authorize, queries }))
  const { port, stop } = await listen(createServer(app))
  return { url: `http://localhost:${port}`, stop }
}

function dataset(): { readonly name: string; readonly id: number } {
  const [first] = Object.entries(dashboard.datasets)
  if (!first) throw new Error('The dashboard has no dataset.')
  return { name: first[0], id: first[1].id }
}

/** Runs `guestpass generate`, as an app does, and imports the module that it writes. */
async function readDescriptor({ username, password }: Superset): Promise<DashboardDescriptor> {
  const file = join(tmpdir(), `guestpass-bench-${process.pid}.ts`)
  const account = { GUESTPASS_SUPERSET_USERNAME: username, GUESTPASS_SUPERSET_PASSWORD: password }
  const words = ['dist/cli.js', 'generate', 'compatibility', '--superset', url, '--out', file]
  execFileSync(process.execPath, words, { env: { ...process.env, ...account }, stdio: 'ignore' })
  const { compatibility } = await import(pathToFileURL(file).href)
  return compatibility
}
