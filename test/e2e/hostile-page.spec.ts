/** Embedded pages that report nonsense or too much: the app's page keeps its size, and keeps working. */

import type { Page } from '@playwright/test'
import { expect, type Host, PLAYWRIGHT, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

declare global {
  interface Window {
    /** The embedded page's end of the port. */
    hostPort: MessagePort
    /** The fields that replace those of every reported size. */
    reportedSize: object
  }
}

/** Runs in every document before its own scripts. */
function spoilReplies() {
  window.addEventListener('message', ({ data, ports: [port] }) => {
    if (data?.handshake && port) window.hostPort = port
  })
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (this: MessagePort, message: { result?: unknown }) {
    const isSize = Object(message?.result).height !== undefined
    const sent = isSize
      ? { ...message, result: { ...Object(message.result), ...window.reportedSize } }
      : message
    postMessage.call(this, sent)
  }
}

const boxPx = (host: Host) =>
  host.page
    .locator('iframe')
    .first()
    .evaluate((frame) => frame.parentElement?.clientHeight ?? 0)

async function showSpoilt(page: Page, host: Host) {
  await page.addInitScript(spoilReplies)
  await host.signIn('ana')
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect.poll(() => boxPx(host)).not.toBe(600)
}

/** Has the page report another size, and waits until several rounds of measurements have seen it. */
async function report(page: Page, host: Host, size: object) {
  await host.frame.locator('html').evaluate((_html, next) => {
    window.reportedSize = next
  }, size)
  await page.locator('iframe').dispatchEvent('pointerenter')
  await host.page.waitForTimeout(1_500)
}

test.describe('a page that reports an impossible height', { tag: PLAYWRIGHT }, () => {
  test('of 1e15 px makes the box 100,000 px high at most', async ({ page, host }) => {
    await showSpoilt(page, host)
    await report(page, host, { height: 1e15, width: 1e15 })
    expect(await boxPx(host)).toBeGreaterThan(1_000)
    expect(await boxPx(host)).toBeLessThanOrEqual(100_100)
    const frameWidth = await page.locator('iframe').evaluate((frame) => frame.clientWidth)
    expect(frameWidth).toBeLessThanOrEqual(100_000)
  })

  test('of another type, or below 1 px, leaves the box as it was', async ({ page, host }) => {
    await showSpoilt(page, host)
    await host.page.waitForTimeout(2_500)
    const before = await boxPx(host)
    for (const height of ['tall', null, -5, 0, Number.NaN, Number.POSITIVE_INFINITY, [983], { px: 983 }]) {
      await report(page, host, { height })
      expect(await boxPx(host)).toBe(before)
    }
    await expect(host.page.locator(ready)).toHaveCount(1)
  })
})

test('a page that emits 200,000 messages leaves the app usable, and the newest data mask arrives', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  test.setTimeout(120_000)
  await showSpoilt(page, host)
  const count = 200_000
  await host.frame.locator('html').evaluate((_html, messages) => {
    for (let n = 1; n <= messages; n++) {
      const args = { 'NATIVE_FILTER-country': { filterState: { value: [`n${n}`] } } }
      window.hostPort.postMessage({ switchboardAction: 'emit', method: 'observeDataMask', args })
    }
  }, count)
  const filters = () => host.page.evaluate(() => window.testPage.events.filters)
  await expect
    .poll(async () => (await filters()).at(-1), { timeout: 60_000 })
    .toEqual({ 'NATIVE_FILTER-country': [`n${count}`] })
  expect((await filters()).length).toBeLessThan(count / 50)
  const tabs = await host.page.evaluate(() => window.testPage.handle?.getActiveTabs())
  expect(tabs).toEqual([expect.stringMatching(/^TAB-/)])
})
