/** The second visit of a dashboard in one page: kept alive, beside a fresh mount with a warm cache. */

import { supersetJwt } from 'guestpass/server'
import type { Browser } from 'playwright'
import { startSuperset } from '../scripts/superset/serve.ts'
import { startBenchApp } from './app.ts'
import { median, noteCharts, showSpread, timeOfChart } from './first-chart.ts'
import type { MountOptions } from './mount-options.ts'
import { describeRun, writeSection } from './section.ts'
import { timePairs } from './time-pairs.ts'

const PAIRS = Number(process.env.PAIRS ?? 20)
const WAYS = ['kept', 'fresh'] as const
type Way = (typeof WAYS)[number]

/** The viewer looks at another page meanwhile. */
const AWAY_MS = 1_000

const superset = await startSuperset()
const { url, guestSecret: secret, audience, dashboards } = superset
const [id = ''] = dashboards.map(({ embedId }) => embedId)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), [id])
const { times, ratio } = await timePairs(WAYS, PAIRS, (browser, way) =>
  timeReturn(browser, way, { peer: 'guestpass', id, supersetDomain: url }),
).finally(async () => {
  await app.stop()
  await superset.stop()
})

writeSection(
  'Second visit → first chart',
  `${describeRun('npm run bench -- return')}.
A dashboard is mounted, unmounted, and after ${AWAY_MS / 1_000} s mounted again in the same page, with a warm cache: with
[\`keepAlive\`](keep-alive.md), and without it. ${PAIRS} pairs that took turns at going first. The times are medians. The ratio is the median
of the ratios of the pairs, with the middle half of them in brackets.

| kept alive | fresh mount | ratio | goal |
| ---: | ---: | ---: | ---: |
| ${median(times.kept).toFixed(0)} ms | ${median(times.fresh).toFixed(0)} ms | ${showSpread(ratio, 3)} | ≤ 0.10 |`,
)

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
