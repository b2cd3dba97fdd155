import { expect, type Host, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

/** The frame that is there is marked, so that it is known again. */
async function mark(host: Host) {
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.page.locator('iframe').evaluate((frame) => frame.setAttribute('data-mark', 'first'))
}

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

/** Props that change a running dashboard, and how a test sees the change. */
const HOT: Readonly<Record<string, readonly [props: object, seen: (host: Host) => Promise<void>]>> = {
  title: [
    { title: 'Other' },
    (host) => expect(host.page.locator('iframe')).toHaveAttribute('title', 'Other'),
  ],
  themeMode: [
    { themeMode: 'dark' },
    (host) => expect(host.frame.locator('html')).toHaveAttribute('data-theme', 'dark'),
  ],
  themeConfig: [
    { themeConfig: { theme_default: { token: { colorPrimary: 'rgb(1, 2, 3)' } } } },
    (host) => expect(host.frame.locator('html')).toHaveAttribute('style', /rgb\(1, 2, 3\)/),
  ],
  height: [
    { height: 432 },
    (host) =>
      expect.poll(() => host.page.locator('iframe').evaluate((frame) => frame.clientHeight)).toBe(432),
  ],
  className: [{ className: 'other' }, (host) => expect(host.page.locator('.other')).toHaveCount(1)],
}

for (const [name, [props, seen]] of Object.entries(HOT)) {
  test(`${name} changes without restarting the dashboard`, async ({ host }) => {
    await host.show({ site })
    await mark(host)
    await host.page.evaluate((next) => window.testPage.setProps(next), props)
    await seen(host)
    await expect(host.page.locator('iframe[data-mark="first"]')).toHaveCount(1)
    expect(await host.page.evaluate(() => window.testPage.events.ready)).toBe(1)
  })
}

const REMOUNTING: Readonly<Record<string, object>> = {
  supersetDomain: {},
  dashboardUiConfig: { dashboardUiConfig: { hideTitle: true } },
  credentialless: { credentialless: true },
  iframeSandboxExtras: { iframeSandboxExtras: ['allow-modals'] },
  iframeAllowExtras: { iframeAllowExtras: ['camera'] },
  referrerPolicy: { referrerPolicy: 'origin' },
  locale: { locale: 'de' },
  loading: { loading: 'lazy' },
}

for (const [name, props] of Object.entries(REMOUNTING)) {
  test(`${name} restarts the dashboard when its value changes, and not for an equal value`, async ({
    host,
    app,
  }) => {
    const all = name === 'supersetDomain' ? { supersetDomain: app.domainOf(site) } : props
    await host.show({ site })
    await mark(host)
    await host.page.evaluate((next) => window.testPage.setProps(next), all)
    await expect(host.page.locator('iframe[data-mark="first"]')).toHaveCount(0)
    await mark(host)
    await host.page.evaluate((next) => window.testPage.setProps(structuredClone(next)), all)
    await host.page.waitForTimeout(300)
    await expect(host.page.locator('iframe[data-mark="first"]')).toHaveCount(1)
  })
}

test('a dashboard calls the latest callback', async ({ host }) => {
  await host.show({ site })
  await mark(host)
  const count = await host.page.evaluate(async () => {
    let later = 0
    window.testPage.setProps({ onReady: () => later++ })
    window.testPage.handle?.retry()
    while (later === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    return later
  })
  expect(count).toBe(1)
})
