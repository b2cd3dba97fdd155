import { supersetJwt } from 'guestpass/server'
import { chromium } from 'playwright'
import { startSandbox } from '../examples/sandbox/sandbox.ts'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { startBenchApp } from './app.ts'

export interface Reaction {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  /** Calls for the size in one minute: while tab after tab is opened, and while the dashboard is not used. */
  readonly callsAMinute: { readonly used: number; readonly idle: number }
}

const COUNT = 60
/** Longer than the time after which an unused dashboard counts as idle. */
const UNUSED_MS = 15_000

declare global {
  interface Window {
    changedAtMs: number
    clickedAtMs: number
    sizeCalls: number
  }
}

/** How long after a viewer has opened another tab the box on the host page has another height. */
export async function timeReaction(): Promise<Reaction> {
  const sandbox = await startSandbox()
  const { url, guestSecret: secret, audience, dashboards } = sandbox
  const [first] = dashboards
  const app = await startBenchApp(supersetJwt({ url, secret, audience }), [first?.embedId ?? ''])
  const browser = await chromium.launch(await chromiumOptions())
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.addInitScript(countSizeCalls)
  await page.goto(app.url)
  await page.evaluate((options) => window.mount(options), {
    peer: 'guestpass' as const,
    id: first?.embedId ?? '',
    supersetDomain: url,
  })
  const frame = page.frameLocator('iframe')
  await frame.getByRole('tab').first().waitFor()
  await page.waitForTimeout(2_000)
  await page.evaluate(() => {
    const box = document.getElementById('mount') as HTMLElement
    new ResizeObserver(() => {
      window.changedAtMs = Date.now()
    }).observe(box)
  })
  await frame.locator('body').evaluate(() => {
    addEventListener(
      'click',
      () => {
        window.clickedAtMs = Date.now()
      },
      true,
    )
  })
  const times: number[] = []
  const sizeCalls = () => page.evaluate(() => window.sizeCalls)
  const usedFromMs = Date.now()
  const usedFrom = await sizeCalls()
  for (let count = 0; count < COUNT; count++) {
    await frame
      .getByRole('tab')
      .nth((count + 1) % 2)
      .click()
    // Long enough for the height to have settled, and uneven, so that every moment between two looks has its turn.
    await page.waitForTimeout(1_500 + 37 * (count % 7))
    const clickedAtMs = await frame.locator('body').evaluate(() => window.clickedAtMs)
    times.push((await page.evaluate(() => window.changedAtMs)) - clickedAtMs)
  }
  const used = ((await sizeCalls()) - usedFrom) / ((Date.now() - usedFromMs) / 60_000)
  // Beside the frame: a pointer that rests on it is use.
  await page.evaluate(() => {
    document.body.style.paddingLeft = '50px'
    ;(document.activeElement as HTMLElement).blur()
  })
  await page.mouse.move(20, 20)
  await page.waitForTimeout(UNUSED_MS)
  const idleFrom = await sizeCalls()
  await page.waitForTimeout(60_000)
  const idle = (await sizeCalls()) - idleFrom
  await browser.close()
  await app.stop()
  await sandbox.stop()
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0
  return { count: COUNT, p50Ms: at(0.5), p95Ms: at(0.95), callsAMinute: { used: Math.round(used), idle } }
}

function countSizeCalls(): void {
  window.sizeCalls = 0
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (this: MessagePort, ...[message, ...rest]: [unknown, never]) {
    if (Object(message).method === 'getScrollSize') window.sizeCalls++
    return postMessage.call(this, message, ...rest)
  }
}

if (import.meta.main) console.log(await timeReaction())
