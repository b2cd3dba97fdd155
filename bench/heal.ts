/** A frame that reloads: with a tab that the viewer opened, beside a frame whose address already has the tab. */

import { supersetJwt } from 'guestpass/server'
import { type Browser, chromium, type Frame, type Page } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { startSuperset } from '../scripts/superset/serve.ts'
import { startBenchApp } from './app.ts'
import { median, noteCharts, type Spread, spreadOf, timeOfChart } from './first-chart.ts'
import { describeRun, writeSection } from './section.ts'

const PAIRS = Number(process.env.PAIRS ?? 20)
const WAYS = ['kept', 'plain'] as const
type Way = (typeof WAYS)[number]

/** The viewer looks at the tab. */
const LOOK_MS = 1_000

const superset = await startSuperset()
const { url, guestSecret: secret, audience, dashboards } = superset
const [id = ''] = dashboards.map(({ embedId }) => embedId)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), [id])
const times: Record<Way, number[]> = { kept: [], plain: [] }
try {
  const browser = await chromium.launch(await chromiumOptions())
  // An uncounted pair warms the caches of the server. The ways take turns at going first.
  for (let pair = -1; pair < PAIRS; pair++) {
    for (const way of pair % 2 ? WAYS : [...WAYS].reverse()) {
      const ms = await timeHeal(browser, way)
      if (pair >= 0) times[way].push(ms)
    }
    process.stderr.write('.')
  }
  await browser.close()
} finally {
  await app.stop()
  await superset.stop()
}

const ratio = spreadOf(times.kept.map((ms, pair) => ms / (times.plain[pair] as number)))
writeSection(
  'Heal → first chart',
  `${describeRun('npm run bench -- heal')}.
The page in the frame reloads, and guestpass heals the dashboard. The viewer opened the second tab, which is restored. The peer has the same tab in
the address of the frame from the start, so that a plain reload shows it. Both have a warm cache. ${PAIRS} pairs that took turns at going first. The
times are medians. The ratio is the median of the ratios of the pairs, with the middle half of them in brackets.

| with the opened tab | plain reload | ratio | goal |
| ---: | ---: | ---: | ---: |
| ${median(times.kept).toFixed(0)} ms | ${median(times.plain).toFixed(0)} ms | ${show(ratio)} | ≤ 1.10 |`,
)

function show({ median: middle, lower, upper }: Spread): string {
  return `${middle.toFixed(2)} (${lower.toFixed(2)}–${upper.toFixed(2)})`
}

/** Milliseconds from the reload to the first animation frame with a drawn chart of the second tab. */
async function timeHeal(browser: Browser, way: Way): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteCharts)
  const page = await context.newPage()
  await page.goto(app.url, { waitUntil: 'networkidle' })
  const mount = (activeTab?: string) =>
    page.evaluate((all) => window.mount(all), {
      peer: 'guestpass',
      id,
      supersetDomain: url,
      activeTab,
    } as const)
  await timeOfChart(page, await mount())
  await openSecondTab(page)
  const tab = await page.evaluate(() => window.readTab())
  if (way === 'plain') {
    await page.evaluate(() => window.unmount())
    await timeOfChart(page, await mount(tab))
  }
  await page.waitForTimeout(LOOK_MS)
  const frame = await frameOf(page)
  const reloadedAtMs = await frame.evaluate(() => {
    // The old document is drawn until it is gone.
    window.chartFrames = Object.assign([], { push: () => 0 })
    location.reload()
    return Date.now()
  })
  const elapsedMs = (await timeOfChart(page, reloadedAtMs)) - reloadedAtMs
  const shown = await page.evaluate(() => window.readTab())
  if (shown !== tab) throw new Error(`The dashboard shows ${shown} and not ${tab}.`)
  await context.close()
  return elapsedMs
}

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  if (!frame) throw new Error('The dashboard has no frame.')
  return frame
}

async function openSecondTab(page: Page): Promise<void> {
  const frame = await frameOf(page)
  const tab = frame.getByRole('tab').nth(1)
  await tab.click()
  await page.waitForFunction(async () => (await window.readTab()) !== undefined)
}
