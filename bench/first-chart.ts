import { type Browser, type BrowserContext, chromium } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import type { MountOptions } from './page.ts'

export const PEERS = ['guestpass', 'sdk'] as const
type Peer = (typeof PEERS)[number]

export interface FirstChart {
  readonly cache: 'cold' | 'warm'
  readonly medianMs: Readonly<Record<Peer, number>>
  /** The median of the ratios of pairs that ran one after the other. */
  readonly ratio: number
  readonly pairs: number
}

/** Times mount → first chart for both peers in turn, in a new browser profile each (cold) and again in it (warm). */
export async function timeFirstChart(
  pageUrl: string,
  mount: Omit<MountOptions, 'peer'>,
  pairs: number,
): Promise<readonly FirstChart[]> {
  const browser = await chromium.launch(await chromiumOptions())
  const times = { cold: { guestpass: [], sdk: [] }, warm: { guestpass: [], sdk: [] } } as Record<
    'cold' | 'warm',
    Record<Peer, number[]>
  >
  // One uncounted pair warms the server's own caches; who goes first alternates.
  for (let pair = -1; pair < pairs; pair++) {
    for (const peer of pair % 2 ? PEERS : [...PEERS].reverse()) {
      const { cold, warm } = await timeOnce(browser, pageUrl, { ...mount, peer })
      if (pair < 0) continue
      times.cold[peer].push(cold)
      times.warm[peer].push(warm)
    }
    process.stderr.write('.')
  }
  await browser.close()
  return (['cold', 'warm'] as const).map((cache) => ({
    cache,
    medianMs: { guestpass: median(times[cache].guestpass), sdk: median(times[cache].sdk) },
    ratio: median(times[cache].guestpass.map((ms, index) => ms / (times[cache].sdk[index] as number))),
    pairs,
  }))
}

async function timeOnce(browser: Browser, pageUrl: string, mount: MountOptions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteFirstChart)
  const cold = await timeMount(context, pageUrl, mount)
  const warm = await timeMount(context, pageUrl, mount)
  await context.close()
  return { cold, warm }
}

async function timeMount(context: BrowserContext, pageUrl: string, mount: MountOptions): Promise<number> {
  const page = await context.newPage()
  await page.goto(pageUrl, { waitUntil: 'networkidle' })
  const mountedAtMs = await page.evaluate((options) => window.mount(options), mount)
  const element = await page.waitForSelector('iframe')
  const frame = await element.contentFrame()
  await frame?.waitForURL(/embedded/)
  const shownAtMs = await frame?.waitForFunction(
    () => (window as { firstChartAtMs?: number }).firstChartAtMs,
    undefined,
    { timeout: 60_000 },
  )
  const elapsedMs = Number(await shownAtMs?.jsonValue()) - mountedAtMs
  await page.close()
  return elapsedMs
}

/** Runs in every frame: notes the first animation frame that has a drawn chart in it. */
function noteFirstChart() {
  if (window === window.top) return
  const look = () => {
    if (document.querySelector('canvas, .header-line')) {
      ;(window as { firstChartAtMs?: number }).firstChartAtMs = Date.now()
    } else requestAnimationFrame(look)
  }
  look()
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
