import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import type { MountOptions } from './mount-options.ts'

export const PEERS = ['guestpass', 'sdk'] as const
/** A preloaded dashboard takes its turn too. */
const RUNNERS = ['guestpass', 'preloaded', 'sdk'] as const
type Runner = (typeof RUNNERS)[number]

export interface FirstChart {
  readonly cache: 'cold' | 'warm'
  readonly medianMs: Readonly<Record<Runner, number>>
  /** The ratios to the official SDK's run directly before or after. */
  readonly ratio: Readonly<Record<'guestpass' | 'preloaded', Spread>>
}

/** The median of some values, and the quarter below and above it. */
export interface Spread {
  readonly median: number
  readonly lower: number
  readonly upper: number
}

/** Times mount → first chart for all in turn, in a new browser profile each (cold) and again in it (warm). */
export async function timeFirstChart(
  pageUrl: string,
  mount: Omit<MountOptions, 'peer'>,
  pairs: number,
): Promise<readonly FirstChart[]> {
  const browser = await chromium.launch(await chromiumOptions())
  const none = (): Record<Runner, number[]> => ({ guestpass: [], preloaded: [], sdk: [] })
  const times = { cold: none(), warm: none() }
  // One uncounted pair warms the server's own caches. The peers take turns at going first.
  for (let pair = -1; pair < pairs; pair++) {
    for (const peer of pair % 2 ? RUNNERS : [...RUNNERS].reverse()) {
      const { cold, warm } = await timeOnce(browser, pageUrl, { ...mount, peer })
      if (pair < 0) continue
      times.cold[peer].push(cold)
      times.warm[peer].push(warm)
    }
    process.stderr.write('.')
  }
  await browser.close()
  return (['cold', 'warm'] as const).map((cache) => {
    const { guestpass, preloaded, sdk } = times[cache]
    const toSdk = (all: readonly number[]) => spreadOf(all.map((ms, index) => ms / (sdk[index] as number)))
    return {
      cache,
      medianMs: { guestpass: median(guestpass), preloaded: median(preloaded), sdk: median(sdk) },
      ratio: { guestpass: toSdk(guestpass), preloaded: toSdk(preloaded) },
    }
  })
}

async function timeOnce(browser: Browser, pageUrl: string, mount: MountOptions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteCharts)
  const cold = await timeMount(context, pageUrl, mount)
  const warm = await timeMount(context, pageUrl, mount)
  await context.close()
  return { cold, warm }
}

/** @param onShown called when the first chart is drawn, before the page is closed */
export async function timeMount(
  context: BrowserContext,
  pageUrl: string,
  mount: MountOptions,
  onShown: () => Promise<void> = async () => {},
): Promise<number> {
  const page = await context.newPage()
  await page.goto(`${pageUrl}/${mount.peer === 'sdk' ? 'sdk' : ''}`, { waitUntil: 'networkidle' })
  if (mount.peer === 'preloaded') {
    await page.evaluate((options) => window.preload(options), mount)
    // Its viewer needs the dashboard when it is drawn.
    await timeOfChart(page, 0)
  }
  const mountedAtMs = await page.evaluate((options) => window.mount(options), mount)
  const elapsedMs = (await timeOfChart(page, mountedAtMs)) - mountedAtMs
  await onShown()
  await page.close()
  return elapsedMs
}

declare global {
  interface Window {
    /** The times of the animation frames that have a drawn chart in them. */
    chartFrames?: number[]
  }
}

/** Resolves with the time of the first animation frame after `sinceMs` that has a drawn chart in it. */
export async function timeOfChart(page: Page, sinceMs: number): Promise<number> {
  const element = await page.waitForSelector('iframe', { state: 'attached' })
  const frame = await element.contentFrame()
  await frame?.waitForURL(/embedded/)
  const atMs = await frame?.waitForFunction(
    (since) => window.chartFrames?.find((frameAtMs) => frameAtMs >= since),
    sinceMs,
    { timeout: 60_000 },
  )
  return Number(await atMs?.jsonValue())
}

/** Runs in every frame: notes the animation frames that have a drawn chart in them. */
export function noteCharts() {
  if (window === window.top) return
  window.chartFrames = []
  const look = () => {
    if (document.querySelector('canvas, .header-line')) window.chartFrames?.push(Date.now())
    requestAnimationFrame(look)
  }
  look()
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return {
    median: median(sorted),
    lower: median(sorted.slice(0, Math.ceil(half))),
    upper: median(sorted.slice(Math.floor(half))),
  }
}

/** The median of a spread, and its middle half in brackets. */
export function showSpread(
  { median: middle, lower, upper }: Spread,
  digits: number,
  boundDigits = digits,
): string {
  return `${middle.toFixed(digits)} (${lower.toFixed(boundDigits)}–${upper.toFixed(boundDigits)})`
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
