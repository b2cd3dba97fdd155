import type { Page } from '@playwright/test'
import { eventsOf, expect, type Host, openTabs, PLAYWRIGHT, test } from './fixtures.ts'
import type { TestPlatform } from './platform.ts'
import { expectUsa, filterByUsa } from './viewer-filter.ts'

const site = 'same-site'
const TOTAL = '$ 10.0M'

/** What becomes of a dashboard under each fault of the sandbox: the code it ends in, or `ready`. */
const ENDS = {
  'x-frame-options': 'unreachable',
  'frame-ancestors': 'unreachable',
  forbidden: 'unreachable',
  login: 'unreachable',
  'other-origin': 'unreachable',
  'server-error': 'unreachable',
  reset: 'unreachable',
  hang: 'unreachable',
  'no-script': 'unreachable',
  deaf: 'unreachable',
  'token-refused': 'token-refused',
  'first-token-refused': 'ready',
  slow: 'ready',
  blank: 'blank',
  'no-storage': 'blank',
  loading: 'timed-out',
  // The page shows its dashboard and reports it. Its answers to calls do not matter here.
  'wrong-shapes': 'ready',
} as const

test('each way to fail ends in its own code, or in unreachable where browsers hide the difference', async ({
  host,
  app,
  platform,
}) => {
  test.setTimeout(90_000)
  await host.signIn('ana')
  await host.show({ site, ids: [] })
  const ends = await host.page.evaluate(
    async ({ faults, domain, id }) => {
      const all = faults.map(async (fault) => {
        const mountPoint = document.body.appendChild(document.createElement('div'))
        const end = await new Promise<string>((resolve) => {
          window.testPage
            .embedDashboard({
              id,
              mountPoint,
              supersetDomain: `${domain}/fault/${fault}/${fault}-key`,
              tokenUrl: '/same-site/jwt/guest-token',
              onReady: () => resolve('ready'),
              onError: ({ code }) => resolve(code),
            })
            .catch(() => {})
        })
        return [fault, end]
      })
      return Object.fromEntries(await Promise.all(all))
    },
    { faults: Object.keys(ENDS), domain: app.domainOf(site), id: platform.dashboards[0]?.embedId ?? '' },
  )
  expect(ends).toEqual(ENDS)
})

test('a slug in place of an id is denied when the grant does not have it', async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site, ids: ['sales-dashboard'], supersetDomain: 'http://localhost:1' })
  await expect(host.page.getByRole('alert')).toContainText('You do not have access to this dashboard.')
  expect((await eventsOf(host)).errors).toEqual(['denied'])
})

test('a server that hangs is reported, and Retry works when it answers again', { tag: PLAYWRIGHT }, async ({
  page,
  host,
}) => {
  let isUp = false
  await page.route('**/embedded/**', (route) => (isUp ? route.continue() : route.fulfill({ status: 502 })))
  await host.signIn('ana')
  await host.show({ site })
  await expect(host.page.getByRole('alert')).toContainText('No dashboard answers')
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['unreachable'])
  isUp = true
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.getByRole('alert')).toHaveCount(0)
})

test('Try again after a failure shows the tab that the viewer had opened', { tag: PLAYWRIGHT }, async ({
  page,
  host,
}) => {
  await host.signIn('ana')
  await host.show({ site, issuer: 'long-lived' })
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  const first = await openTabs(host)
  await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
  await expect.poll(async () => (await eventsOf(host)).views.length).toBeGreaterThan(0)
  const second = await openTabs(host)
  expect(second).not.toEqual(first)

  await failToReload(page, host)
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await expect.poll(() => openTabs(host)).toEqual(second)
})

test('Try again after a failure applies the filter that the viewer had set', { tag: PLAYWRIGHT }, async ({
  page,
  host,
}) => {
  await host.signIn('ana')
  await host.show({
    site,
    issuer: 'long-lived',
    props: { dashboardUiConfig: { filters: { expanded: true } } },
  })
  await filterByUsa(host)
  await failToReload(page, host)
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await expectUsa(host)
})

/** Reloads the frame while Superset is down, until the viewer sees the error. */
async function failToReload(page: Page, host: Host): Promise<void> {
  await page.route('**/embedded/**', (route) => route.fulfill({ status: 502 }))
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  await frame?.evaluate(() => location.reload()).catch(() => {})
  await expect(host.page.getByRole('alert')).toContainText('No dashboard answers')
  await page.unroute('**/embedded/**')
}

test('a server that recovers is found without an action of the viewer, and was reported once', {
  tag: PLAYWRIGHT,
}, async ({ page, host, app }) => {
  test.setTimeout(90_000)
  let loads = 0
  await page.route('**/embedded/**', (route) =>
    ++loads > 2 ? route.continue() : route.fulfill({ status: 502 }),
  )
  await host.signIn('ana')
  // No renewal falls due while the test waits.
  const issuer = 'long-lived'
  const before = app.requests(site, issuer)
  await host.show({ site, issuer })
  await expect(host.page.getByRole('alert')).toBeVisible()
  await host.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect.poll(() => loads).toBe(2)
  // While it is tried again the reason stays.
  await expect(host.page.getByRole('alert')).toContainText('No dashboard answers')
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible({ timeout: 60_000 })
  expect(await host.page.evaluate(() => window.testPage.events)).toMatchObject({
    errors: ['unreachable'],
    ready: 1,
  })
  expect(app.requests(site, issuer) - before).toBe(1)
})

test('a dashboard that loads late is still shown', async ({ host, app }) => {
  test.setTimeout(60_000)
  await host.signIn('ana')
  await host.show({ site, supersetDomain: `${app.domainOf(site)}/fault/late` })
  await expect(host.page.getByRole('alert')).toContainText('longer than 15 s')
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.getByRole('alert')).toHaveCount(0)
  expect(await host.page.evaluate(() => window.testPage.events)).toMatchObject({
    errors: ['timed-out'],
    ready: 1,
  })
})

test('a page that is slow to load is reported, goes on loading, and is not started again', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  let loads = 0
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/embedded/**', async (route) => {
    loads++
    await isReleased
    await route.continue()
  })
  await page.clock.install()
  await host.signIn('ana')
  const part = page.waitForResponse('**/parts/page-channel-*')
  await host.show({ site, issuer: 'long-lived' })
  await expect.poll(() => loads).toBe(1)
  // Resolves when the part has run. Time that passes before would be the deadline of the part.
  await host.page.evaluate((address) => import(address), (await part).url())
  await page.clock.runFor(16_000)
  await expect(host.page.getByRole('alert')).toContainText('No dashboard answers')
  // The automatic retries after 10 and 20 s fall into this time.
  await page.clock.runFor(45_000)
  expect(loads).toBe(1)
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['unreachable'])
  release()
  await page.clock.resume()
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.getByRole('alert')).toHaveCount(0)
  expect(loads).toBe(1)
})

for (const [where, path] of [
  ['another page of Superset', '/login/'],
  ['a page of another origin', undefined],
] as const) {
  test(`a link inside the dashboard to ${where} is reported as a link, and the dashboard comes back`, async ({
    host,
    app,
  }) => {
    await host.signIn('ana')
    await host.show({ site, issuer: 'long-lived' })
    await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
    await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
    const target = path ? app.domainOf(site) + path : `${app.url}/`
    await host.frame.locator('html').evaluate((_html, url) => {
      setTimeout(() => location.assign(url))
    }, target)
    await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready)).toBe(2)
    await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
    expect(await host.page.evaluate(() => window.testPage.events.warnings)).toEqual(['dashboard-left'])
    await expect(host.page.getByRole('alert')).toHaveCount(0)
  })
}

/** The first dashboard, with tokens that are not renewed within the test. */
const firstOf = ({ dashboards }: TestPlatform) => ({
  ids: dashboards.slice(0, 1).map(({ embedId }) => embedId),
  tokenUrl: `/${site}/long-lived/guest-token`,
})

for (const [coep, coop] of [
  ['require-corp', 'same-origin'],
  // Only Chromium lets the page know these.
  ['require-corp', 'unsafe-none'],
  ['credentialless', 'unsafe-none'],
] as const) {
  test(`an app with COEP ${coep} and COOP ${coop} receives the reason for the empty frame, and the option that helps`, async ({
    host,
    app,
    platform,
  }, { project }) => {
    await host.signIn('ana')
    await host.page.goto(`${app.url}/isolated/${coep}/${coop}`)
    const isChromium = await host.page.evaluate(() => 'credentialless' in HTMLIFrameElement.prototype)
    await host.page.evaluate((all) => window.testPage.show(all), firstOf(platform))
    if (project.name === 'webkit' && coep === 'credentialless') {
      // WebKit does not know this value, and ignores the header.
      await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
      return
    }
    const alert = host.page.getByRole('alert')
    await expect(alert).toContainText('No dashboard answers')
    if (isChromium || coop === 'same-origin') {
      await expect(alert).toContainText('COEP of this page blocks the frame. Set the option credentialless')
    }
    if (!isChromium) return
    await host.page.evaluate(() => window.testPage.setProps({ credentialless: true }))
    await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
    await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  })
}

test('an app with COEP shows a Superset that sends COEP and CORP', {
  tag: PLAYWRIGHT,
}, async ({ page, host, app, platform }) => {
  await page.route(`${app.domainOf(site)}/**`, async (route) => {
    const response = await route.fetch()
    const headers = {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
    }
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } })
  })
  await host.signIn('ana')
  await page.goto(`${app.url}/isolated/require-corp/same-origin`)
  await page.evaluate((all) => window.testPage.show(all), firstOf(platform))
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('a frame that the page’s own policy blocks is reported at once, with the exact reason', {
  tag: PLAYWRIGHT,
}, async ({ page, host, platform, app }) => {
  await host.signIn('ana')
  await page.route(`${app.url}/`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({
      response,
      headers: { ...response.headers(), 'content-security-policy': "frame-src 'none'" },
    })
  })
  await host.show({ site })
  const alert = host.page.getByRole('alert')
  await expect(alert).toContainText('Content-Security-Policy')
  await expect(alert).toContainText(`Add http://localhost:${new URL(platform.url).port} to frame-src`)
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['blocked-by-csp'])
})

for (const version of ['4.1', '5.0', '6.0', '6.1', 'next']) {
  test(`a page of release ${version} is ready when it shows something`, async ({ host }) => {
    await host.signIn('ana')
    await host.show({ site, props: { dashboardUiConfig: { urlParams: { page_version: version } } } })
    await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
    await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
    expect(await host.page.evaluate(() => window.testPage.events)).toMatchObject({ ready: 1, errors: [] })
  })
}

test('code of the app that does not load is reported, and the dashboard works when it loads later', {
  tag: PLAYWRIGHT,
}, async ({ page, host }) => {
  let isBlocked = true
  await page.route('**/parts/page-channel-*', (route) => (isBlocked ? route.abort() : route.continue()))
  await host.signIn('ana')
  await host.show({ site })
  await expect(host.page.getByRole('alert')).toContainText('A script of the app does not load')
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['unreachable'])
  isBlocked = false
  await host.page.getByRole('button', { name: 'Try again' }).click()
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
})
