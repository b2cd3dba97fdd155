/** The client on the real Superset: what a viewer sees, and what an app receives. */

import { expect, type Host, openTabs, test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'
import { idOf } from './id-of.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'
const ALL = '$585,000'
const USA = '$270,000'

const COUNTRY = 'NATIVE_FILTER-country'

async function showReady(host: Host, platform: TestPlatform, title: string, props = {}) {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana', ids: [idOf(platform, title)], props })
  await expect(host.page.locator(ready)).toHaveCount(1)
}

const boxPx = (host: Host) =>
  host.page.locator('iframe').evaluate((frame) => frame.parentElement?.clientHeight ?? 0)

/** The height after it has stayed the same for three seconds. A height that runs away would have grown. */
async function settledBoxPx(host: Host): Promise<number> {
  let before = await boxPx(host)
  const isSettled = async () => {
    const is = await boxPx(host)
    const isSame = is === before
    before = is
    return isSame
  }
  await host.page.waitForTimeout(3_000)
  await expect.poll(isSettled, { intervals: [3_000], timeout: 30_000 }).toBe(true)
  return before
}

test('every call answers', async ({ host, platform }) => {
  await showReady(host, platform, 'Compatibility')
  await expect(host.frame.getByText(ALL).first()).toBeVisible()
  const answers = await host.page.evaluate(async () => {
    const dashboard = window.testPage.handle
    return {
      size: await dashboard?.getScrollSize(),
      tabs: await dashboard?.getActiveTabs(),
      mask: Object.keys((await dashboard?.getDataMask()) ?? {}),
      states: await dashboard?.getChartStates(),
      payloads: await dashboard?.getChartDataPayloads(),
      mode: await dashboard?.setThemeMode('dark'),
      config: await dashboard?.setThemeConfig({ theme_default: { token: { colorPrimary: '#008080' } } }),
      link: await dashboard?.getDashboardPermalink(),
      newer: await dashboard?.setDataMask({}).catch(({ code }) => code),
    }
  })
  expect(answers).toMatchObject({
    size: { width: expect.any(Number), height: expect.any(Number) },
    tabs: [expect.stringContaining('TAB-')],
    mask: expect.arrayContaining([COUNTRY]),
    states: expect.any(Object),
    payloads: expect.any(Object),
    mode: { success: true },
    config: { success: true },
    link: expect.stringMatching(/^https:\/\/app\.example\.com\/shared\/\w+/),
    newer: 'not-supported',
  })
})

/** Each switch, and what of the dashboard goes with it. */
const SWITCHES: Readonly<Record<string, string>> = {
  hideTitle: '[title="Compatibility"], :text-is("Compatibility")',
  hideTab: '[role="tab"]',
  hideChartControls: '[data-test="slice-header"] [aria-label="More Options"]',
}

for (const [name, css] of Object.entries(SWITCHES)) {
  test(`${name} hides its part, which is visible without it`, async ({ host, platform }) => {
    await showReady(host, platform, 'Compatibility')
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    await expect(host.frame.locator(css).first()).toBeVisible()
    await host.page.evaluate((one) => window.testPage.setProps({ dashboardUiConfig: { [one]: true } }), name)
    await expect(host.page.locator(ready)).toHaveCount(1)
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    await expect(host.frame.locator(css)).toHaveCount(0)
  })
}

test('the height follows the content from tab to tab and back, and does not grow for ever', async ({
  host,
  platform,
}) => {
  test.setTimeout(120_000)
  await showReady(host, platform, 'Compatibility')
  await expect(host.frame.getByText(ALL).first()).toBeVisible()
  await expect.poll(() => boxPx(host)).toBeLessThan(600)
  const overview = await settledBoxPx(host)
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  await expect.poll(() => boxPx(host)).toBeGreaterThan(1_500)
  // The page has nothing to scroll.
  await expect
    .poll(() => host.frame.locator('html').evaluate((html) => html.scrollHeight - window.innerHeight))
    .toBeLessThanOrEqual(20)
  const details = await settledBoxPx(host)
  await host.frame.getByRole('tab', { name: 'Overview' }).click()
  await expect.poll(() => boxPx(host)).toBe(overview)
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  await expect.poll(() => boxPx(host)).toBe(details)
})

test('a dashboard without charts becomes ready, with its own height', async ({ host, platform }) => {
  await showReady(host, platform, 'Without charts')
  await expect.poll(() => boxPx(host)).toBeLessThan(500)
  expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual([])
})

test('the theme is dark from the first paint of the dashboard on', async ({ host, platform }) => {
  await showReady(host, platform, 'Sales Dashboard', { themeMode: 'dark' })
  const brightness = await host.frame.locator('body').evaluate((body) => {
    const [red = 255] = (getComputedStyle(body).backgroundColor.match(/\d+/g) ?? []).map(Number)
    return red
  })
  expect(brightness).toBeLessThan(64)
})

test('the app sets a native filter on load and on change, and receives its changes', async ({
  host,
  platform,
}) => {
  await showReady(host, platform, 'Compatibility', { nativeFilters: { [COUNTRY]: ['USA'] } })
  await expect(host.frame.getByText(USA).first()).toBeVisible()
  await host.page.evaluate((id) => window.testPage.setProps({ nativeFilters: { [id]: null } }), COUNTRY)
  await expect(host.frame.getByText(ALL).first()).toBeVisible()
  await host.page.evaluate(() => window.testPage.setProps({ nativeFilters: { 'NATIVE_FILTER-nope': ['x'] } }))
  await expect
    .poll(() => host.page.evaluate(() => window.testPage.events.warnings))
    .toEqual(['option-invalid'])
})

test('a refresh shows the new page when its charts are drawn', async ({ host, page, platform }) => {
  test.setTimeout(120_000)
  await showReady(host, platform, 'Compatibility')
  await expect(host.frame.getByText(ALL).first()).toBeVisible()
  await host.page.locator('iframe').evaluate((frame) => frame.setAttribute('data-before', ''))
  await host.page.evaluate(() => window.testPage.handle?.refresh({ force: true }))
  expect(await page.frameLocator('iframe').getByText(ALL).first().isVisible()).toBe(true)
  await page.screenshot({ path: 'test-results/refreshed.png' })
  await expect(host.page.locator('iframe')).toHaveCount(1)
  await expect(host.page.locator('iframe[data-before]')).toHaveCount(0)
  const { errors, warnings } = await host.page.evaluate(() => window.testPage.events)
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
})

test('the dashboard recovers from a crash of its frame, with the tab of the viewer', async ({
  host,
  page,
  platform,
  context,
}) => {
  await host.signIn('ana')
  await host.show({ site: 'cross-site', viewer: 'ana', ids: [idOf(platform, 'Compatibility')] })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  const views = () => host.page.evaluate(() => window.testPage.events.views)
  await expect.poll(async () => (await views()).at(-1)?.tab).toBe('TAB-details')
  const frame = page.frames().find((one) => one.url().includes('/embedded/'))
  const session = await context.newCDPSession(frame ?? page)
  session.send('Page.crash').catch(() => {})
  await expect.poll(() => host.page.evaluate(() => window.testPage.events.ready), { timeout: 40_000 }).toBe(2)
  await expect.poll(() => openTabs(host)).toEqual(['TAB-details'])
})

test.describe('where the browser blocks third-party storage', () => {
  test.use({ blocksThirdPartyStorage: true })

  test('a dashboard on another site stays blank, with an error that explains it', async ({ host }) => {
    await host.signIn('ana')
    await host.show({ site: 'cross-site', viewer: 'ana' })
    await expect(host.page.getByRole('alert')).toContainText('third-party storage')
    expect(await host.page.evaluate(() => window.testPage.events.errors)).toEqual(['blank'])
  })
})
