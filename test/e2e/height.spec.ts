import { expect, type Host, PLAYWRIGHT, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

/** Without what releases up to 6.1 add to it. */
const contentPx = (host: Host) =>
  host.frame.locator('html').evaluate((html) => {
    const isHanging = html.classList.contains('hangs-over')
    html.classList.remove('hangs-over')
    const height = document.body.scrollHeight
    html.classList.toggle('hangs-over', isHanging)
    return height
  })
/** Of the box that the host page has: the frame in it is shorter for a moment when it is measured. */
const framePx = (host: Host) =>
  host.page
    .locator('iframe')
    .first()
    .evaluate((frame) => frame.parentElement?.clientHeight ?? 0)

/** The frame is as high as its content, and stays so. */
async function expectFitted(host: Host) {
  await expect(async () => {
    expect(await framePx(host)).toBe(await contentPx(host))
  }).toPass({ timeout: 10_000 })
  const settled = await framePx(host)
  await host.page.waitForTimeout(1_500)
  expect(await framePx(host)).toBe(settled)
}

const release = (page_version: string, props = {}) => ({
  props: { dashboardUiConfig: { urlParams: { page_version } }, ...props },
})

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

for (const version of ['4.1', '6.1', 'next']) {
  test.describe(`the height of a page of release ${version}`, () => {
    test('follows its content up and down, across tabs, and does not grow for ever', async ({ host }) => {
      await host.show({ site, ...release(version) })
      await expect(host.page.locator(ready)).toHaveCount(1)
      await expectFitted(host)
      const first = await framePx(host)
      await host.frame.getByRole('tab').nth(1).click()
      await expect.poll(() => framePx(host)).not.toBe(first)
      await expectFitted(host)
      await host.frame.getByRole('tab').first().click()
      await expect.poll(() => framePx(host)).toBe(first)
    })

    test('follows charts that come late, and filters', async ({ host, platform }) => {
      await host.show({ site, ids: [platform.dashboards[2]?.embedId ?? ''], ...release(version) })
      await expect(host.page.locator(ready)).toHaveCount(1)
      await expect(host.frame.getByRole('row')).toHaveCount(31)
      await expectFitted(host)
    })

    test('follows the width of the window', async ({ host }) => {
      await host.show({ site, ...release(version) })
      await expect(host.page.locator(ready)).toHaveCount(1)
      await expectFitted(host)
      const wide = await framePx(host)
      await host.page.setViewportSize({ width: 700, height: 900 })
      await expect.poll(() => framePx(host)).toBeGreaterThan(wide)
      await expectFitted(host)
      await host.page.setViewportSize({ width: 1280, height: 900 })
      await expect.poll(() => framePx(host)).toBe(wide)
    })
  })
}

test('the host page does not scroll when the dashboard is measured or changes', async ({ host }) => {
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expectFitted(host)
  await host.page.evaluate(() => {
    document.body.style.padding = '1000px 0 3000px'
    window.scrollTo(0, 700)
  })
  const tops: number[] = []
  await host.frame.getByRole('tab').first().click()
  const before = await host.page.evaluate(() => window.scrollY)
  for (let look = 0; look < 20; look++) {
    tops.push(await host.page.evaluate(() => window.scrollY))
    await host.page.waitForTimeout(50)
  }
  expect(new Set(tops)).toEqual(new Set([before]))
})

test('the frame has no scrollbar', async ({ host }) => {
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expectFitted(host)
  const room = await host.frame.locator('html').evaluate((html) => window.innerWidth - html.clientWidth)
  expect(room).toBe(0)
})

// MiniBrowser's window does not get as narrow as a phone.
test('content wider than a phone can be scrolled sideways, and has its full height', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.frame.getByRole('tab').nth(0).click()
  const wide = await host.frame.locator('body').evaluate((body) => body.scrollWidth > window.innerWidth)
  expect(wide).toBe(false)
  await expectFitted(host)
  const mount = host.page.locator('[data-part="frame"]')
  const [scrollWidth, clientWidth, clientHeight, frame] = await mount.evaluate((element) => [
    element.scrollWidth,
    element.clientWidth,
    element.clientHeight,
    element.querySelector('iframe')?.offsetHeight ?? 0,
  ])
  expect(scrollWidth).toBeGreaterThanOrEqual(clientWidth ?? 0)
  expect(clientHeight).toBeGreaterThanOrEqual(frame ?? 0)
})

// MiniBrowser paints too seldom while a driver runs in it.
test('a dashboard is never painted cut, or wider than its box, while a panel is dragged', {
  tag: PLAYWRIGHT,
}, async ({ host }) => {
  test.setTimeout(90_000)
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expectFitted(host)
  const { painted, scrollbarPx } = await host.page.evaluate(drag)
  // The box keeps the room of a scrollbar that has gone until the next measurement. A look makes the frame at least 40 px shorter.
  const cut = painted.filter(({ framePx, boxPx }) => framePx < boxPx - 1 - scrollbarPx)
  const tooWide = painted.filter(({ frameWidthPx, boxWidthPx }) => frameWidthPx > boxWidthPx)
  expect(painted.length).toBeGreaterThan(50)
  expect({ cut, tooWide }).toEqual({ cut: [], tooWide: [] })
  // At rest the height is right again.
  await expectFitted(host)
})

/** Changes the width of the app's layout with every painted frame, between 900 and 350 px, and returns what was painted. */
async function drag() {
  const root = document.getElementById('root') as HTMLElement
  const frame = document.querySelector('iframe') as HTMLIFrameElement
  const box = frame.parentElement as HTMLElement
  const probe = document.body.appendChild(document.createElement('div'))
  probe.style.cssText = 'position: absolute; width: 50px; height: 50px; overflow: scroll'
  const scrollbarPx = probe.offsetHeight - probe.clientHeight
  probe.remove()
  const { port1, port2 } = new MessageChannel()
  const painted = []
  const startedAt = performance.now()
  for (let step = 0; step < 300 && performance.now() - startedAt < 20_000; step++) {
    const changedAt = performance.now()
    // No two steps have the same width. A panel that rests for 200 ms is measured in a shorter frame.
    root.style.width = `${350 + Math.abs(550 - ((step * 7) % 1100))}px`
    await new Promise(requestAnimationFrame)
    // The first task after a frame sees what was painted.
    await new Promise((resolve) => {
      port1.onmessage = resolve
      port2.postMessage(null)
    })
    // On a machine that paints more slowly than this, the panel is at rest in between.
    if (performance.now() - changedAt > 100) continue
    painted.push({
      framePx: frame.offsetHeight,
      boxPx: box.clientHeight,
      frameWidthPx: frame.offsetWidth,
      boxWidthPx: box.clientWidth,
    })
  }
  root.style.width = ''
  return { painted, scrollbarPx }
}

test('a number and a CSS length keep their height, with the scrollbar inside', async ({ host }) => {
  await host.show({ site, props: { height: 420 } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.page.waitForTimeout(1_000)
  expect(await framePx(host)).toBe(420)
  await host.page.evaluate(() => window.testPage.setProps({ height: '50vh' }))
  await expect.poll(() => framePx(host)).toBe(450)
  // And back again, without a new start.
  await host.page.evaluate(() => window.testPage.setProps({ height: 'content' }))
  await expectFitted(host)
  await host.page.evaluate(() => window.testPage.setProps({ height: 420 }))
  await expect.poll(() => framePx(host)).toBe(420)
  expect(await host.page.evaluate(() => window.testPage.events.ready)).toBe(1)
})

test('useScrollSize returns the height of the content for a custom layout', async ({ host }) => {
  await host.show({ site, ownLayout: true })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expectFitted(host)
})

test('an unused dashboard is measured six times a minute at most, and never in a hidden tab', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  await page.addInitScript(countCalls)
  await page.clock.install()
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  // In steps, for the page's answers come in real time.
  const run = async (seconds: number) => {
    const before = await host.page.evaluate(() => window.sizeCalls)
    for (let second = 0; second < seconds; second++) await page.clock.runFor(1_000)
    return (await host.page.evaluate(() => window.sizeCalls)) - before
  }
  expect(await run(20)).toBeGreaterThan(5)
  const idle = await run(60)
  expect(idle).toBeGreaterThan(2)
  expect(idle).toBeLessThanOrEqual(6)
  await host.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await page.clock.runFor(1_000)
  expect(await run(60)).toBe(0)
  const hidden = await host.page.evaluate(() => window.sizeCalls)
  await host.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(() => host.page.evaluate(() => window.sizeCalls)).toBeGreaterThan(hidden)
  // Where a viewer is, there is something to follow.
  await page.locator('iframe').dispatchEvent('pointerenter')
  expect(await run(5)).toBeGreaterThan(4)
})

declare global {
  interface Window {
    sizeCalls: number
  }
}

/** Runs in the page before anything else. */
function countCalls() {
  window.sizeCalls = 0
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (
    this: MessagePort,
    message: { method?: string },
    ...rest: []
  ) {
    if (message?.method === 'getScrollSize') window.sizeCalls++
    return postMessage.call(this, message, ...rest)
  }
}
