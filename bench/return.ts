/** The second visit of a dashboard in one page: kept alive, beside a fresh mount with a warm cache. */

import { supersetJwt } from 'guestpass/server'
import { type Browser, chromium } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { startSuperset } from '../scripts/superset/serve.ts'
import { startBenchApp } from './app.ts'
import { median, noteCharts, type Spread, spreadOf, timeOfChart } from './first-chart.ts'
import type { MountOptions } from './mount-options.ts'
import { describeRun, writeSection } from './section.ts'

const PAIRS = Number(process.env.PAIRS ?? 20)
const WAYS = ['kept', 'fresh'] as const
type Way = (typeof WAYS)[number]

/** The viewer looks at another page meanwhile. */
const AWAY_MS = 1_000

const superset = await startSuperset()
const { url, guestSecret: secret, audience, dashboards } = superset
const [id = ''] = dashboards.map(({ embedId }) => embedId)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), [id])
const times: Record<Way, number[]> = { kept: [], fresh: [] }
try {
  const browser = await chromium.launch(await chromiumOptions())
  // An uncounted pair warms the caches of the server. The ways take turns at going first.
  for (let pair = -1; pair < PAIRS; pair++) {
    for (const way of pair % 2 ? WAYS : [...WAYS].reverse()) {
      const ms = await timeReturn(browser, way, { peer: 'guestpass', id, supersetDomain: url })
      if (pair >= 0) times[way].push(ms)
    }
    process.stderr.write('.')
  }
  await browser.close()
} finally {
  await app.stop()
  await superset.stop()
}

const ratio = spreadOf(times.kept.map((ms, pair) => ms / (times.fresh[pair] as number)))
writeSection(
  'Second visit → first chart',
  `${describeRun('npm run bench -- return')}.
A dashboard is mounted, unmounted, and after ${AWAY_MS / 1_000} s mounted again in the same page, with a warm cache: with
[\`keepAlive\`](keep-alive.md), and without it. ${PAIRS} pairs that took turns at going first. The times are medians. The ratio is the median
of the ratios of the pairs, with the middle half of them in brackets.

| kept alive | fresh mount | ratio | goal |
| ---: | ---: | ---: | ---: |
| ${median(times.kept).toFixed(0)} ms | ${median(times.fresh).toFixed(0)} ms | ${show(ratio)} | ≤ 0.10 |`,
)

function show({ median: middle, lower, upper }: Spread): string {
  return `${middle.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)})`
}

/** Milliseconds from the second mount to the first animation frame with a drawn chart. */
async function timeReturn(browser: Browser, way: Way, options: MountOptions): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteCharts)
  const page = await context.newPage()
  await page.goto(app.url, { waitUntil: 'networkidle' })
  const mount = () => page.evaluate((all) => window.mount(all), { ...options, keepsAlive: way === 'kept' })
  await timeOfChart(page, await mount())
  await page.evaluate(() => window.unmount())
  await page.waitForTimeout(AWAY_MS)
  const mountedAtMs = await mount()
  const elapsedMs = (await timeOfChart(page, mountedAtMs)) - mountedAtMs
  await context.close()
  return elapsedMs
}
