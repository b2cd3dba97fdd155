/**
 * A page that starts again with what the viewer looked at, beside a reload of a page whose address already has the same. A restart
 * by guestpass writes the view into the address.
 */

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

interface Situation {
  readonly name: string
  readonly hasFilter: boolean
  /** What starts the page again. The plain reload is always inside the frame. */
  readonly start: 'reload' | 'restart'
}

const SITUATIONS: readonly Situation[] = [
  { name: 'the frame reloads, an opened tab', hasFilter: false, start: 'reload' },
  {
    name: 'guestpass starts the page again, an opened tab and a set filter',
    hasFilter: true,
    start: 'restart',
  },
  { name: 'the frame reloads, an opened tab and a set filter', hasFilter: true, start: 'reload' },
]

/** The viewer looks at the tab. */
const LOOK_MS = 1_000
const LIMIT_MS = 60_000

const superset = await startSuperset()
const { url, guestSecret: secret, audience, dashboards } = superset
const [id = ''] = dashboards.map(({ embedId }) => embedId)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), [id])
const rows: string[] = []
try {
  for (const situation of SITUATIONS) {
    const { times, ratio } = await timePairs(WAYS, PAIRS, (browser, way) => timeHeal(browser, situation, way))
    const [kept, plain] = WAYS.map((way) => `${median(times[way]).toFixed(0)} ms`)
    rows.push(`| ${situation.name} | ${kept} | ${plain} | ${showSpread(ratio, 2)} |`)
  }
} finally {
  await app.stop()
  await superset.stop()
}

writeSection(
  'Heal → first chart',
  `${describeRun('npm run bench -- heal')}.
The page in the frame starts again, and the viewer's place is restored. The peer is a plain reload inside the frame, when the address of the frame already
has the same place. Both have a warm cache. ${PAIRS} pairs that took turns at going first. The times are medians. The ratio is the median of the ratios
of the pairs, with the middle half of them in brackets. The goal is 1.10 at most.

| what happens | with the viewer's place | plain reload | ratio |
| --- | ---: | ---: | ---: |
${rows.join('\n')}

When guestpass starts the page again, as after a crash or a page that no longer answers, the address already has the place. When the frame reloads
by itself, it has the address of its last start. guestpass then writes the tab into the fragment of that address, which needs no load. A filter
is in the query, and the app's page cannot change the query of a frame of another site without a load. The page is therefore loaded twice.`,
)

/** Milliseconds from the new start to the first animation frame with a drawn chart of the second tab. */
async function timeHeal(browser: Browser, { hasFilter, start }: Situation, way: Way): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteCharts)
  const page = await context.newPage()
  await page.goto(app.url, { waitUntil: 'networkidle' })
  const options = { peer: 'guestpass', id, supersetDomain: url } as const
  await timeOfChart(page, await page.evaluate((all) => window.mount(all), options))
  if (hasFilter) await setFilter(page)
  await openSecondTab(page)
  if (way === 'plain') await timeAfterReload(page, await startAgain(page, 'restart'))
  await page.waitForTimeout(LOOK_MS)
  const read = () => page.evaluate(async () => [await window.readTab(), window.countFilters()])
  const before = await read()
  const startedAtMs = await startAgain(page, way === 'plain' ? 'reload' : start)
  const elapsedMs = (await timeAfterReload(page, startedAtMs)) - startedAtMs
  await page.waitForTimeout(LOOK_MS)
  const after = await read()
  if (String(after) !== String(before)) throw new Error(`The dashboard shows ${after} and not ${before}.`)
  await context.close()
  return elapsedMs
}

/** Returns when the page started again. */
async function startAgain(page: Page, start: Situation['start']): Promise<number> {
  const frame = await frameOf(page)
  // The old document is drawn until it is gone.
  await frame.evaluate(() => {
    window.chartFrames = Object.assign([], { push: () => 0 })
  })
  if (start === 'reload') {
    return frame.evaluate(() => {
      location.reload()
      return Date.now()
    })
  }
  return page.evaluate(() => {
    void window.restart()
    return Date.now()
  })
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

async function setFilter(page: Page): Promise<void> {
  const frame = await frameOf(page)
  await frame.locator('.ant-select-selector, .ant-select').first().click()
  await frame.locator('.ant-select-item-option').first().click()
  await frame.getByRole('button', { name: /apply filters/i }).click()
  await page.waitForFunction(() => window.countFilters() > 0)
}
