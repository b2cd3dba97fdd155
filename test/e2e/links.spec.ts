import type { TestApp } from './app/server.ts'
import { SITES, type Site } from './app/server.ts'
import { ALSO_ON_SUPERSET, eventsOf, expect, type Host, openTabs, PLAYWRIGHT, test } from './fixtures.ts'
import { expectUsa, filterByUsa } from './viewer-filter.ts'

const TOTAL = '$ 10.0M'

const linkTo = (app: TestApp, site: Site, to: string) =>
  `${app.url}/${site}/long-lived/guest-token/link?${new URLSearchParams({ to })}`

/** Shows a dashboard of an app with `onNavigate`, or without it. */
async function show(host: Host, site: Site, routesLinks: boolean): Promise<void> {
  await host.signIn('ana')
  await host.show({ site, issuer: 'long-lived', viewer: 'ana', routesLinks })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
}

/** Puts a link into the dashboard, as an author's Markdown does, and clicks it. */
async function click(host: Host, href: string, target = ''): Promise<void> {
  await host.frame.locator('body').evaluate(
    (body, attributes) => {
      const link = Object.assign(document.createElement('a'), attributes, { textContent: 'To the app' })
      link.style.cssText = 'position:fixed;top:0;left:0;z-index:9999'
      body.append(link)
    },
    { href, target },
  )
  await host.frame.getByText('To the app').click()
}

for (const site of SITES) {
  test(`a link to the app reaches onNavigate once, and the dashboard is there again (${site})`, async ({
    host,
    app,
  }) => {
    await show(host, site, true)
    await click(host, linkTo(app, site, '/orders/1?from=sales#top'))
    await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
    await expect.poll(() => openTabs(host)).not.toEqual([])
    const { paths, errors, warnings } = await eventsOf(host)
    expect({ paths, errors, warnings }).toEqual({
      paths: ['/orders/1?from=sales#top'],
      errors: [],
      warnings: [],
    })
    await expect(host.page.locator('iframe')).toHaveCount(1)
  })
}

test('the dashboard after a link has the tab that the viewer had opened', {
  tag: ALSO_ON_SUPERSET,
}, async ({ host, app }) => {
  await show(host, 'cross-site', true)
  const first = await openTabs(host)
  await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
  await expect.poll(async () => (await eventsOf(host)).views.length).toBeGreaterThan(0)
  const second = await openTabs(host)
  expect(second).not.toEqual(first)
  await click(host, linkTo(app, 'cross-site', '/orders/1'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  await expect.poll(() => openTabs(host)).toEqual(second)
  const { paths, warnings } = await eventsOf(host)
  expect({ paths, warnings }).toEqual({ paths: ['/orders/1'], warnings: [] })
})

test('the dashboard after a link has the filter of the viewer', async ({ host, app }) => {
  const props = { dashboardUiConfig: { filters: { expanded: true } } }
  await host.signIn('ana')
  await host.show({ site: 'same-site', issuer: 'long-lived', viewer: 'ana', routesLinks: true, props })
  await filterByUsa(host)
  await click(host, linkTo(app, 'same-site', '/orders/1'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  await expectUsa(host)
})

test('a link to the app without onNavigate leads the frame away, and the dashboard comes back', async ({
  host,
  app,
}) => {
  await show(host, 'same-site', false)
  await click(host, linkTo(app, 'same-site', '/orders/1'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  const { paths, errors, warnings } = await eventsOf(host)
  expect({ paths, errors, warnings }).toEqual({ paths: [], errors: [], warnings: ['dashboard-left'] })
})

test('a link with another address as its path is refused, and the dashboard comes back', async ({
  host,
  app,
}) => {
  await show(host, 'same-site', true)
  await click(host, linkTo(app, 'same-site', '//evil.example'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  const { paths, errors, warnings } = await eventsOf(host)
  expect({ paths, errors, warnings }).toEqual({ paths: [], errors: [], warnings: ['dashboard-left'] })
})

test('the link page in another frame, and messages of other windows, do not call onNavigate', async ({
  host,
  app,
}) => {
  await show(host, 'same-site', true)
  const href = linkTo(app, 'same-site', '/orders/1')
  await host.page.evaluate(async (src) => {
    const message = { type: 'guestpass:link', to: '/orders/2' }
    window.postMessage(message, '*')
    const other = document.body.appendChild(document.createElement('iframe'))
    const arrived = new Promise((resolve) => {
      window.addEventListener('message', ({ source }) => source === other.contentWindow && resolve(undefined))
    })
    other.src = src
    await arrived
    other.remove()
  }, href)
  // The dashboard itself has the right window, and the wrong origin.
  await host.frame.locator('body').evaluate(() => {
    parent.postMessage({ type: 'guestpass:link', to: '/orders/3' }, '*')
  })
  await host.page.waitForTimeout(500)
  const { paths, errors, warnings, ready } = await eventsOf(host)
  expect({ paths, errors, warnings, ready }).toEqual({
    paths: [],
    errors: [],
    warnings: ['request-invalid'],
    ready: 1,
  })
})

test('Back after a link shows the dashboard, and does not call onNavigate again', async ({ host, app }) => {
  await show(host, 'same-site', true)
  await click(host, linkTo(app, 'same-site', '/orders/1'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  await host.page.evaluate(() => history.back())
  await host.page.waitForTimeout(1_000)
  await expect(host.page.locator('[data-state="ready"]')).toHaveCount(1)
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  const { paths, warnings } = await eventsOf(host)
  expect({ paths, warnings }).toEqual({ paths: ['/orders/1'], warnings: [] })
})

test('the dashboard after a link is requested with the origin of the app as its Referer, whatever the policy of the app', {
  tag: PLAYWRIGHT,
}, async ({ host, app, page, platform }) => {
  const referers: (string | undefined)[] = []
  page.on('request', (request) => {
    if (!request.url().includes('/embedded/')) return
    void request.allHeaders().then((headers) => referers.push(headers['referer']))
  })
  await host.signIn('ana')
  await page.goto(`${app.url}/no-referrer`)
  await page.evaluate((options) => window.testPage.show(options), {
    ids: platform.dashboards.slice(0, 1).map(({ embedId }) => embedId),
    tokenUrl: '/same-site/long-lived/guest-token',
    routesLinks: true,
  })
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  await click(host, linkTo(app, 'same-site', '/orders/1'))
  await expect.poll(async () => (await eventsOf(host)).ready).toBe(2)
  await expect.poll(() => referers).toEqual([`${app.url}/`, `${app.url}/`])
})

/** Why the link page answers with a document all the same is in docs/links.md. */
test('an answer 204 leaves the dashboard in the frame', async ({ host, app }) => {
  await show(host, 'same-site', true)
  await host.frame.locator('html').evaluate((html) => html.setAttribute('data-old', ''))
  await click(host, `${app.url}/no-content`)
  await host.page.waitForTimeout(6_000)
  await expect(host.frame.locator('html[data-old]')).toHaveCount(1)
  const { ready, warnings, errors } = await eventsOf(host)
  expect({ ready, warnings, errors }).toEqual({ ready: 1, warnings: [], errors: [] })
})
