/** Dashboards that stay alive when they leave the page, and dashboards that are drawn before they are on the page. */

import type { PageOptions } from './app/page.tsx'
import type { IssuerName } from './app/server.ts'
import { watchCharts } from './chart-answers.ts'
import { ALSO_ON_SUPERSET, eventsOf, expect, type Host, openTabs, PLAYWRIGHT, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'
const TOTAL = '$ 10.0M'
const KEEP_ALIVE = { frames: 2, forMs: 300_000 }

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

type Options = Partial<PageOptions> & { readonly issuer?: IssuerName }

/** Shows a dashboard that the page keeps, and marks its frame. Returns whether the browser can move a frame. */
async function showKept(host: Host, options: Options = {}): Promise<boolean> {
  await host.show({ site, viewer: 'ana', issuer: 'long-lived', keepAlive: KEEP_ALIVE, ...options })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await host.page.evaluate(() => {
    const frame = document.querySelector('iframe')
    frame?.setAttribute('data-first', '')
    frame?.addEventListener('load', () => frame.setAttribute('data-loaded-again', ''))
  })
  return canMoveFrames(host)
}

/** Chromium 156 and Firefox 153 move a frame without loading it again, and WebKitGTK 2.50 does not (measured). */
const MOVES_FRAMES = { chromium: true, firefox: true, webkit: false } as const

/** Whether the browser can move a frame. A browser that changes has to change the tests. */
async function canMoveFrames(host: Host): Promise<boolean> {
  const canMove = await host.page.evaluate(() => 'moveBefore' in document.body)
  const { browserName = 'chromium' } = test.info().project.use
  expect(canMove).toBe(MOVES_FRAMES[browserName])
  return canMove
}

const change = (host: Host, options: Partial<PageOptions>) =>
  host.page.evaluate((next) => window.testPage.change(next), options)

/** Removes all dashboards from the page, in one commit. */
const leave = (host: Host) => change(host, { ids: [] })

const kept = (host: Host) => host.page.locator('html > div[inert] iframe')

/** What is on the page in the moment in which the dashboard comes back. */
async function comeBack(host: Host, ids: readonly string[]) {
  return host.page.evaluate((all) => {
    window.testPage.change({ ids: all })
    const dashboard = document.querySelector<HTMLElement>('[data-part=dashboard]')
    return {
      state: dashboard?.dataset['state'],
      hasFirstFrame: dashboard?.querySelector('iframe[data-first]') !== null,
      loadedAgain: document.querySelector('[data-loaded-again]') !== null,
      hasCover: dashboard?.querySelector('[data-part=fallback]') !== null,
    }
  }, ids)
}

const AT_ONCE = { state: 'ready', hasFirstFrame: true, loadedAgain: false, hasCover: false }
const idOf = (platform: { readonly dashboards: readonly { readonly embedId: string }[] }, index = 0) =>
  platform.dashboards[index]?.embedId ?? ''

for (const strict of [false, true]) {
  test(`a dashboard that leaves and comes back is on the screen at once${strict ? ', in StrictMode' : ''}`, async ({
    host,
    app,
    platform,
  }) => {
    const before = app.requests(site, 'long-lived')
    const canMove = await showKept(host, { strict })
    const first = await openTabs(host)
    await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
    await expect.poll(() => openTabs(host)).not.toEqual(first)
    const height = () => host.page.locator(ready).evaluate(({ clientHeight }) => clientHeight)
    const isAtRest = async () => {
      const px = await height()
      await host.page.waitForTimeout(500)
      return px < 900 && px === (await height())
    }
    await expect.poll(isAtRest).toBe(true)
    const heightBefore = await height()

    await leave(host)
    await expect(host.page.locator('[data-part=dashboard]')).toHaveCount(0)
    await expect(kept(host)).toHaveCount(canMove ? 1 : 0)
    const back = await comeBack(host, [idOf(platform)])
    if (canMove) expect(back).toEqual(AT_ONCE)
    await expect(host.page.locator(ready)).toHaveCount(1)
    await expect(host.page.locator('iframe')).toHaveCount(1)
    expect(await openTabs(host)).not.toEqual(first)
    await expect.poll(height).toBe(heightBefore)
    const { errors, warnings } = await eventsOf(host)
    expect([errors, warnings]).toEqual([[], []])
    expect(app.requests(site, 'long-lived') - before).toBe(1)
  })
}

test('a hidden dashboard requests nothing and moves nothing, and its charts are drawn when it returns', {
  tag: PLAYWRIGHT,
}, async ({ host, page, platform }) => {
  if (!(await showKept(host))) return
  await watchCharts(host)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const scrollHeight = () => page.evaluate(() => document.documentElement.scrollHeight)
  await leave(host)
  expect(await scrollHeight()).toBeLessThanOrEqual(await page.evaluate(() => window.innerHeight))
  expect(await page.evaluate(() => document.querySelector('html > div[inert]')?.clientWidth)).toBeGreaterThan(
    300,
  )
  await page.waitForTimeout(1_000)
  const isOnTop = await host.page.evaluate(
    async (ids) => {
      window.testPage.change({ ids })
      await new Promise(requestAnimationFrame)
      const frame = document.querySelector('iframe')
      const { top, bottom, width } = frame?.getBoundingClientRect() ?? new DOMRect()
      const point = document.elementFromPoint(width / 2, (top + Math.min(bottom, window.innerHeight)) / 2)
      return point === frame
    },
    [idOf(platform)],
  )
  expect(isOnTop).toBe(true)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  expect(requests.filter((url) => /embedded|chart/.test(url))).toEqual([])
  expect(await host.frame.locator('body').evaluate(() => window.chartStatuses)).toEqual([])
})

test('the token of a hidden dashboard is renewed', async ({ host, app, platform }) => {
  test.setTimeout(120_000)
  // Its tokens end after 24 s.
  if (!(await showKept(host, { issuer: 'jwt' }))) return
  await leave(host)
  const before = app.requests(site, 'jwt')
  await host.page.waitForTimeout(30_000)
  expect(app.requests(site, 'jwt')).toBeGreaterThan(before)
  await watchCharts(host)
  expect(await comeBack(host, [idOf(platform)])).toEqual(AT_ONCE)
  await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
  const statuses = () => host.frame.locator('body').evaluate(() => window.chartStatuses)
  await expect.poll(statuses).not.toEqual([])
  expect(new Set(await statuses())).toEqual(new Set([200]))
})

test('Activity and a lazy sibling that hide the component keep its frame', async ({ host }) => {
  if (!(await showKept(host))) return
  for (const hide of ['setVisible', 'setSiblingLoading'] as const) {
    const isHidden = hide === 'setSiblingLoading'
    await host.page.evaluate(([name, value]) => window.testPage[name](value), [hide, isHidden] as const)
    await expect(kept(host)).toHaveCount(1)
    await host.page.evaluate(([name, value]) => window.testPage[name](value), [hide, !isHidden] as const)
    await expect(host.page.locator('[data-part=dashboard] iframe[data-first]')).toHaveCount(1)
    await expect(host.page.locator('[data-loaded-again]')).toHaveCount(0)
    await expect(host.page.locator(ready)).toBeVisible()
  }
})

test('a change of the key, and a root that is unmounted, keep the frame', async ({ host, platform }) => {
  if (!(await showKept(host))) return
  await host.page.evaluate(() => window.testPage.setKey('another'))
  await expect(host.page.locator('[data-part=dashboard] iframe[data-first]')).toHaveCount(1)
  await host.page.evaluate(() => window.testPage.remove())
  await expect(kept(host)).toHaveCount(1)
  expect(await comeBack(host, [idOf(platform)])).toEqual(AT_ONCE)
})

test('a dashboard that comes back into another width has the height of its content', async ({
  host,
  platform,
}) => {
  if (!(await showKept(host))) return
  await leave(host)
  await host.page.evaluate(() => {
    const root = document.getElementById('root')
    if (root) root.style.width = '500px'
  })
  expect(await comeBack(host, [idOf(platform)])).toEqual(AT_ONCE)
  const sizes = () =>
    host.page.locator('iframe').evaluate(async (frame) => {
      const size = await window.testPage.handle?.getScrollSize()
      return [frame.clientWidth, Math.abs((size?.height ?? 0) - frame.clientHeight) < 40]
    })
  await expect.poll(sizes).toEqual([500, true])
})

test('the oldest hidden dashboard is dropped when more leave than are kept, and each at the end of its time', async ({
  host,
  platform,
}) => {
  const ids = platform.dashboards.slice(0, 2).map(({ embedId }) => embedId)
  if (!(await showKept(host, { keepAlive: { frames: 1, forMs: 3_000 } }))) return
  await leave(host)
  await expect(kept(host)).toHaveCount(1)
  await change(host, { ids: ids.slice(1) })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await leave(host)
  await expect(kept(host)).toHaveCount(1)
  await expect(host.page.locator('iframe[data-first]')).toHaveCount(0)
  await expect(kept(host)).toHaveCount(0)
})

test('another viewer does not get the hidden frame: it leaves the page in the same commit', {
  tag: ALSO_ON_SUPERSET,
}, async ({ host, platform }) => {
  if (!(await showKept(host))) return
  await leave(host)
  await host.signIn('bob')
  const left = await host.page.evaluate(
    (ids) => {
      window.testPage.change({ viewer: 'bob', ids })
      return document.querySelectorAll('iframe[data-first]').length
    },
    [idOf(platform)],
  )
  expect(left).toBe(0)
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect(host.frame.getByText(TOTAL)).toHaveCount(0)
})

test('the end of the session drops the hidden frame', async ({ host }) => {
  test.setTimeout(120_000)
  if (!(await showKept(host, { issuer: 'jwt' }))) return
  await leave(host)
  await host.signIn(undefined)
  await expect(kept(host)).toHaveCount(0, { timeout: 60_000 })
  const { errors, ended } = await eventsOf(host)
  expect([errors, ended]).toEqual([[], 0])
})

test('a sign-out in another tab drops the hidden frame', async ({ host }) => {
  if (!(await showKept(host))) return
  await leave(host)
  await host.page.evaluate(() => {
    const name = JSON.stringify(['/same-site/long-lived/guest-token', 'ana'])
    const channel = new BroadcastChannel(`guestpass ${name}`)
    channel.postMessage({ ended: true })
    channel.close()
  })
  await expect(kept(host)).toHaveCount(0)
})

test('a preloaded dashboard is drawn before it is shown, and ready at once', async ({
  host,
  app,
  platform,
}) => {
  const id = idOf(platform)
  const before = app.requests(site, 'long-lived')
  const supersetDomain = app.domainOf(site)
  await host.show({ site, viewer: 'ana', issuer: 'long-lived', ids: [], preloads: id, supersetDomain })
  const canMove = await canMoveFrames(host)
  await expect(kept(host)).toHaveCount(1)
  if (canMove) {
    // Drawn, with the rows of the viewer, and not visible.
    const text = () => host.frame.locator('body').evaluate(({ textContent }) => textContent)
    await expect.poll(text).toContain(TOTAL)
    await host.page.evaluate(() => document.querySelector('iframe')?.setAttribute('data-first', ''))
    await host.page.waitForTimeout(500)
  }
  const back = await comeBack(host, [id])
  if (canMove) expect(back).toEqual(AT_ONCE)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.locator('iframe')).toHaveCount(1)
  expect(app.requests(site, 'long-lived') - before).toBe(1)
  expect((await eventsOf(host)).errors).toEqual([])
})

test('a preloaded dashboard of another viewer leaves the page with its token', async ({
  host,
  app,
  platform,
}) => {
  const id = idOf(platform)
  const supersetDomain = app.domainOf(site)
  await host.show({ site, viewer: 'ana', issuer: 'long-lived', ids: [], preloads: id, supersetDomain })
  await expect(kept(host)).toHaveCount(1)
  await host.page.evaluate(() => document.querySelector('iframe')?.setAttribute('data-first', ''))
  await host.signIn('bob')
  await change(host, { viewer: 'bob', ids: [id], preloads: undefined as never })
  await expect(host.page.locator('iframe[data-first]')).toHaveCount(0)
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
})

test('without keepAlive nothing stays', async ({ host }) => {
  await showKept(host, { keepAlive: undefined as never })
  await leave(host)
  await expect(host.page.locator('iframe')).toHaveCount(0)
})
