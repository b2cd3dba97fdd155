/** Six dashboards that are mounted at once: guestpass, which loads two at a time, beside the official SDK. */

import { supersetJwt } from 'guestpass/server'
import { type BrowserContext, chromium } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { startSuperset } from '../scripts/superset/serve.ts'
import { startBenchApp } from './app.ts'
import { copySampleDashboards } from './copy-sample-dashboards.ts'
import { median, PEERS } from './first-chart.ts'
import type { ManyOptions } from './mount-options.ts'
import { describeRun, writeSection } from './section.ts'

const PAIRS = Number(process.env.PAIRS ?? 15)
const COUNT = 6

type Peer = (typeof PEERS)[number]

/** Milliseconds after the mount. */
interface Times {
  /** The first chart of any dashboard is drawn. */
  readonly first: number
  /** The last chart of the last dashboard is drawn. */
  readonly last: number
}

const superset = await startSuperset()
const { url, guestSecret: secret, audience } = superset
const copies = await copySampleDashboards(superset, COUNT)
const app = await startBenchApp(supersetJwt({ url, secret, audience }), copies.ids)
const runs: Record<Peer, Times>[] = []
try {
  const browser = await chromium.launch(await chromiumOptions())
  const context = await browser.newContext({ viewport: { width: 1280, height: 1100 } })
  await context.addInitScript(reportCharts)
  // An uncounted pair fills the caches. The peers take turns at going first.
  for (let pair = -1; pair < PAIRS; pair++) {
    const times: Partial<Record<Peer, Times>> = {}
    for (const peer of pair % 2 ? PEERS : [...PEERS].reverse()) {
      times[peer] = await timeMany(context, peer, { ids: copies.ids, supersetDomain: url })
    }
    if (pair >= 0) runs.push(times as Record<Peer, Times>)
    process.stderr.write('.')
  }
  await browser.close()
} finally {
  await app.stop()
  await copies.remove()
  await superset.stop()
}

writeSection(
  'Six dashboards on a page',
  `${describeRun('npm run bench -- many')}.
Six dashboards with two charts each, mounted at once on a page of the same site, all in the viewport, with a warm HTTP cache.
guestpass loads two at a time, as it does by default, and the official SDK loads all of them. ${PAIRS} pairs that took turns at going
first. The times are medians, with the smallest and the largest in brackets. The ratio is the median of the pairs' ratios: below 1
guestpass is faster.

| | guestpass | official SDK | ratio | goal |
| --- | ---: | ---: | ---: | ---: |
${row('first chart', 'first', 0.45)}
${row('last chart', 'last', 1)}`,
)

function row(what: string, name: keyof Times, goal: number): string {
  const [guestpass, sdk] = PEERS.map((peer) => runs.map((run) => run[peer][name]))
  const ratios = runs.map((run) => run.guestpass[name] / run.sdk[name])
  const times = [guestpass, sdk].map((values = []) => spread(values, 0, ' ms')).join(' | ')
  return `| ${what} | ${times} | ${spread(ratios, 2, '')} | ≤ ${goal.toFixed(2)} |`
}

function spread(values: readonly number[], digits: number, unit: string): string {
  const [middle, low, high] = [median(values), Math.min(...values), Math.max(...values)]
  return `${middle.toFixed(digits)}${unit} [${low.toFixed(digits)}–${high.toFixed(digits)}]`
}

async function timeMany(context: BrowserContext, peer: Peer, options: ManyOptions): Promise<Times> {
  const page = await context.newPage()
  await page.goto(`${app.url}/${peer === 'sdk' ? 'sdk' : ''}`, { waitUntil: 'networkidle' })
  const mountedAtMs = await page.evaluate((all) => window.mountMany(all), options)
  const isComplete = (count: number) => window.drawn.last.length === count
  await page.waitForFunction(isComplete, COUNT, { timeout: 120_000 })
  const { first, last } = await page.evaluate(() => window.drawn)
  await page.close()
  return { first: Math.min(...first) - mountedAtMs, last: Math.max(...last) - mountedAtMs }
}

/** Runs in every frame: reports the animation frames in which its first chart and both charts are drawn. */
function reportCharts(): void {
  if (window === window.top) return
  let hasReported = false
  const report = (drawn: 'first' | 'last') => window.top?.postMessage({ drawn, atMs: Date.now() }, '*')
  const look = () => {
    const charts = ['canvas', '.header-line'].filter((chart) => document.querySelector(chart)).length
    if (charts > 0 && !hasReported) {
      hasReported = true
      report('first')
    }
    if (charts === 2) report('last')
    else requestAnimationFrame(look)
  }
  look()
}
