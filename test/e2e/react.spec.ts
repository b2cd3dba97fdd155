import { expect, test } from './fixtures.ts'
import { tokenRequests } from './token-requests.ts'

const site = 'same-site'
const TOTAL = '$ 10.0M'

test('twelve dashboards on a page share one token request', async ({ host, platform }) => {
  test.setTimeout(120_000)
  const id = platform.dashboards[0]?.embedId as string
  await host.signIn('ana')
  // A page can have a dashboard several times. Its token is requested once.
  const ids = platform.dashboards.map(({ embedId }) => embedId)
  await host.show({
    site,
    viewer: 'ana',
    ids: [...ids, ...Array.from({ length: 12 - ids.length }, () => id)],
    issuer: 'long-lived',
  })
  // They load two at a time.
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(12, { timeout: 90_000 })
  expect(await tokenRequests(host)).toBe(1)
})

test('hiding and showing with Activity ends with one live frame and one mint', async ({ host, app }) => {
  const before = app.requests(site, 'long-lived')
  await host.signIn('ana')
  await host.show({ site, issuer: 'long-lived', viewer: 'ana', strict: true })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(1)
  await host.page.evaluate(() => window.testPage.setVisible(false))
  await expect(host.page.locator('iframe')).toHaveCount(0)
  await host.page.evaluate(() => window.testPage.setVisible(true))
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.locator('iframe')).toHaveCount(1)
  expect(app.requests(site, 'long-lived') - before).toBe(1)
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(2)
})

test('another viewer’s dashboard leaves the page at once, and their token is not used', async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana' })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await host.signIn('bob')
  const left = await host.page.evaluate(() => {
    document.querySelector('iframe')?.setAttribute('data-of', 'ana')
    window.testPage.setViewer('bob')
    return document.querySelectorAll('[data-of="ana"]').length
  })
  expect(left).toBe(0)
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect(host.frame.getByText(TOTAL)).toHaveCount(0)
})

test('without a viewer, a new key does not show the rows of the last viewer', async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await host.signIn('bob')
  await host.page.evaluate(() => window.testPage.setKey('bob'))
  await expect(host.frame.getByText('$ 3.63M').first()).toBeVisible()
  await expect(host.frame.getByText(TOTAL)).toHaveCount(0)
})

test('callbacks and literals that are new on every render change nothing', async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await host.page.locator('iframe').evaluate((frame) => frame.setAttribute('data-mark', 'first'))
  await host.page.evaluate(() => window.testPage.setVisible(true))
  await expect(host.page.locator('iframe[data-mark="first"]')).toHaveCount(1)
  expect(await host.page.evaluate(() => window.testPage.events.ready)).toBe(1)
})

test('unmounting leaves no timer, port, listener or request behind', async ({ host, platform }) => {
  await host.signIn('ana')
  await host.show({ site, ids: [] })
  await host.page.evaluate(countResources)
  await host.page.waitForTimeout(200)
  const before = await host.page.evaluate(() => ({ ...window.resources }))
  await host.page.evaluate((options) => window.testPage.show(options), {
    ids: platform.dashboards.slice(0, 1).map(({ embedId }) => embedId),
    tokenUrl: '/same-site/jwt/guest-token',
  })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const during = await host.page.evaluate(() => ({ ...window.resources }))
  expect(during.timers).toBeGreaterThan(before.timers)
  expect(during.ports).toBeGreaterThan(before.ports)
  expect(during.listeners).toBeGreaterThan(before.listeners)
  await host.page.evaluate(() => window.testPage.remove())
  await host.page.waitForTimeout(100)
  expect(await host.page.evaluate(() => ({ ...window.resources }))).toEqual(before)
})

test('unmounting before anything has settled leaves nothing behind either', async ({ host, platform }) => {
  await host.signIn('ana')
  await host.show({ site, ids: [] })
  await host.page.evaluate(countResources)
  await host.page.waitForTimeout(200)
  const ids = platform.dashboards.slice(0, 1).map(({ embedId }) => embedId)
  const [before, after] = await host.page.evaluate(async (some) => {
    const first = { ...window.resources }
    for (let round = 0; round < 20; round++) {
      window.testPage.show({ ids: some, tokenUrl: '/same-site/jwt/guest-token' })
      await new Promise((resolve) => setTimeout(resolve, round * 5))
      window.testPage.remove()
    }
    await new Promise((resolve) => setTimeout(resolve, 300))
    return [first, { ...window.resources }]
  }, ids)
  expect(after).toEqual(before)
})

test('a server-rendered placeholder is hydrated without a console message', async ({ host, app }) => {
  await host.signIn('ana')
  const html = await (await fetch(`${app.url}/ssr`)).text()
  expect(html).toContain('data-state="connecting"')
  expect(html).not.toContain('<iframe')
  await host.page.goto(`${app.url}/ssr`)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  expect(await host.page.evaluate(() => window.notes?.words)).toEqual([])
})

test('the token reaches no SWR cache, callback, middleware, storage, address or element of the app', async ({
  host,
  app,
}) => {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana', hostSwr: true })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await expect(host.page.locator('output')).toHaveText('fresh')
  const before = app.requests(site, 'jwt')
  // Long enough for the app's own refreshInterval, which is not ours.
  await host.page.waitForTimeout(1_500)
  expect(app.requests(site, 'jwt')).toBe(before)
  const { seen, storage, html, hasToken } = await host.page.evaluate(() => ({
    seen: window.testPage.seenBySwr.join(),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    html: document.documentElement.outerHTML,
    hasToken: window.testPage.events.hasToken,
  }))
  expect(hasToken).toBe(true)
  for (const place of [seen, storage, html, await host.page.url()]) expect(place).not.toMatch(/eyJ/)
})

test('ignores tokens from an earlier time in a cache of the app', async ({ host, platform }) => {
  await host.signIn(undefined)
  await host.show({ site, ids: [] })
  await host.page.evaluate((id) => {
    const key = `@"guestpass","/same-site/jwt/guest-token",undefined,"${id}",`
    localStorage.setItem(key, JSON.stringify({ data: { phase: 'fresh', version: 9 } }))
  }, platform.dashboards[0]?.embedId)
  await host.show({ site, hostSwr: true })
  await expect.poll(() => host.page.evaluate(() => window.testPage.seenBySwr.join())).toContain('"version":9')
  await expect(host.page.getByRole('alert')).toBeVisible()
  await expect(host.page.locator('output')).toHaveText('denied')
})

interface Resources {
  timers: number
  ports: number
  listeners: number
  requests: number
}

declare global {
  interface Window {
    resources: Resources
  }
}

/** Runs in the page, and counts what is taken and given back. */
function countResources() {
  const resources = { timers: 0, ports: 0, listeners: 0, requests: 0 }
  window.resources = resources
  const timers = new Set<unknown>()
  const { setTimeout: set, clearTimeout: clear, fetch: ask } = window
  const count = () => {
    resources.timers = timers.size
  }
  window.setTimeout = ((callback: () => void, delayMs?: number) => {
    const timer = set(() => {
      timers.delete(timer)
      count()
      callback()
    }, delayMs)
    timers.add(timer)
    count()
    return timer
  }) as typeof window.setTimeout
  window.clearTimeout = ((timer: number) => {
    timers.delete(timer)
    count()
    clear(timer)
  }) as typeof window.clearTimeout
  window.fetch = async (...args) => {
    resources.requests++
    try {
      return await ask(...args)
    } finally {
      resources.requests--
    }
  }
  window.MessageChannel = class extends MessageChannel {
    constructor() {
      super()
      resources.ports++
      const close = this.port1.close.bind(this.port1)
      this.port1.close = () => {
        resources.ports--
        close()
      }
    }
  }
  for (const target of [window, document]) {
    const { addEventListener: add, removeEventListener: remove } = target
    target.addEventListener = (...args: Parameters<typeof add>) => {
      resources.listeners++
      // A listener may also go with a signal.
      const signal = typeof args[2] === 'object' ? args[2].signal : undefined
      signal?.addEventListener('abort', () => resources.listeners--)
      add.apply(target, args)
    }
    target.removeEventListener = (...args: Parameters<typeof remove>) => {
      resources.listeners--
      remove.apply(target, args)
    }
  }
}

test('a lazy sibling in the same <Suspense> leaves the frame in its place', async ({ host, app }) => {
  await host.signIn('ana')
  const before = app.requests(site, 'jwt')
  await host.show({ site })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await host.page.evaluate(() => document.querySelector('iframe')?.setAttribute('data-mark', ''))
  await host.page.evaluate(() => window.testPage.setSiblingLoading(true))
  await expect(host.page.getByText('A sibling loads.')).toBeVisible()
  await expect(host.page.locator('iframe[data-mark]')).toHaveCount(1)
  await host.page.evaluate(() => window.testPage.setSiblingLoading(false))
  await expect(host.page.locator('[data-state="ready"]')).toBeVisible()
  await expect(host.page.locator('iframe[data-mark]')).toHaveCount(1)
  const { ready } = await host.page.evaluate(() => window.testPage.events)
  expect([ready, app.requests(site, 'jwt') - before]).toEqual([1, 1])
})
