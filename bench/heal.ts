/** A frame that reloads: with a tab that the viewer opened, beside a frame whose address already has the tab. */

import { supersetJwt } from 'guestpass/server'
import type { Browser, Frame, Page } from 'playwright'
import { startSuperset } from '../scripts/superset/serve.ts'
import { startBenchApp } from './app.ts'
import { median, noteCharts, showSpread, timeOfChart } from './first-chart.ts'
import { describeRun, writeSection } from './section.ts'
import { timePairs } from './time-pairs.ts'

const PAIRS = Number(process.env.PAIRS ?? 20)
const WAYS = ['kept', 'plain'] as const
type Way = (typeof WAYS)[number]

/** The viewer looks at the tab. */
const LOOK_MS = 1_000
const LIMIT_MS = 60_000

const superset = await startSuperset()
const { url, guestSecret: secret, audience, dashboards } = superset
const [id = ''] = dashboards.map(({ embedId }) => embedId)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), [id])
const { times, ratio } = await timePairs(WAYS, PAIRS, timeHeal).finally(async () => {
  await app.stop()
  await superset.stop()
})

writeSection(
  'Heal → first chart',
  `${describeRun('npm run bench -- heal')}.
The page in the frame reloads, and guestpass heals the dashboard. The viewer opened the second tab, which is restored. The peer has the same tab in
the address of the frame from the start, so that a plain reload shows it. Both have a warm cache. ${PAIRS} pairs that took turns at going first. The
times are medians. The ratio is the median of the ratios of the pairs, with the middle half of them in brackets.

| with the opened tab | plain reload | ratio | goal |
| ---: | ---: | ---: | ---: |
| ${median(times.kept).toFixed(0)} ms | ${median(times.plain).toFixed(0)} ms | ${showSpread(ratio, 2)} | ≤ 1.10 |`,
)

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
  const elapsedMs = (await timeAfterReload(page, reloadedAtMs)) - reloadedAtMs
  const shown = await page.evaluate(() => window.readTab())
  if (shown !== tab) throw new Error(`The dashboard shows ${shown} and not ${tab}.`)
  await context.close()
  return elapsedMs
}

/** A heal replaces the document, and with it what Playwright knows as the frame, so the frame is looked for each time. */
async function timeAfterReload(page: Page, sinceMs: number): Promise<number> {
  for (const untilMs = Date.now() + LIMIT_MS; Date.now() < untilMs; ) {
    const read = (since: number) => window.chartFrames?.find((atMs) => atMs >= since)
    const atMs = await frameOf(page)
      .then((frame) => frame.evaluate(read, sinceMs))
      .catch(() => undefined)
    if (atMs !== undefined) return atMs
    await page.waitForTimeout(20)
  }
  throw new Error('No chart was drawn after the reload.')
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
