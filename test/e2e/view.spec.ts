/** What the viewer looks at survives every new start of the page. The same on the sandbox and on the real Superset. */

import { expect, type Host, PLAYWRIGHT, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'
const COUNTRY = /^NATIVE_FILTER-/
const USA = '$ 3.63M'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

const eventsOf = (host: Host) => host.page.evaluate(() => window.testPage.events)
const openTabs = (host: Host) => host.page.evaluate(() => window.testPage.handle?.getActiveTabs())
const isChosen = (host: Host, name: RegExp) =>
  host.frame.getByRole('tab', { name }).evaluate((tab) => tab.getAttribute('aria-selected'))

async function openTab(host: Host, name: RegExp): Promise<void> {
  await host.frame.getByRole('tab', { name }).click()
  await expect.poll(() => isChosen(host, name)).toBe('true')
}

/** Opens the second tab, and waits until the app has been told. */
async function lookAtSecondTab(host: Host): Promise<string> {
  await expect(host.page.locator(ready)).toHaveCount(1)
  const before = (await openTabs(host))?.at(-1)
  await openTab(host, /Exploratory/)
  await expect.poll(async () => (await eventsOf(host)).views.at(-1)?.tab ?? before).not.toBe(before)
  return (await eventsOf(host)).views.at(-1)?.tab ?? ''
}

test('the open tab is there again after a remount, a new start and a reload inside the frame', {
  tag: PLAYWRIGHT,
}, async ({ host, page }) => {
  await host.show({ site, viewer: 'ana' })
  await lookAtSecondTab(host)
  const isThereAgain = async () => {
    await expect(host.page.locator(ready)).toHaveCount(1)
    await expect.poll(() => isChosen(host, /Exploratory/)).toBe('true')
  }

  await host.page.evaluate(() => window.testPage.setVisible(false))
  await expect(host.page.locator('iframe')).toHaveCount(0)
  await host.page.evaluate(() => window.testPage.setVisible(true))
  await isThereAgain()

  await host.page.evaluate(() => window.testPage.setProps({ dashboardUiConfig: { hideTitle: true } }))
  await expect(host.page.locator(ready)).toHaveCount(0)
  await isThereAgain()

  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  await frame?.evaluate(() => location.reload()).catch(() => {})
  await expect(host.page.locator(ready)).toHaveCount(0)
  await isThereAgain()
  expect((await eventsOf(host)).errors).toEqual([])
})

test('the view of one viewer is not shown to the next', async ({ host }) => {
  await host.show({ site, viewer: 'ana' })
  await lookAtSecondTab(host)
  await host.signIn('bob')
  await host.page.evaluate(() => window.testPage.setViewer('bob'))
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect.poll(() => isChosen(host, /Overview/i)).toBe('true')
})

test('activeTab opens a tab, and another value another tab', async ({ host }) => {
  await host.show({ site })
  const second = await lookAtSecondTab(host)
  await openTab(host, /Overview/i)
  const events = () => eventsOf(host)
  await expect.poll(async () => (await events()).views.at(-1)?.tab).not.toBe(second)
  await host.page.evaluate((activeTab) => window.testPage.setProps({ activeTab }), second)
  await expect.poll(() => isChosen(host, /Exploratory/)).toBe('true')
  await expect(host.page.locator(ready)).toHaveCount(1)
  expect(await openTabs(host)).toContain(second)
})

test('a tab that the dashboard does not have is a warning, and the dashboard is shown', async ({ host }) => {
  await host.show({ site, props: { activeTab: 'TAB-nope' } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect.poll(async () => (await eventsOf(host)).warnings).toEqual(['option-invalid'])
})

test('a filter of a view filters the first chart that is shown', async ({ host }) => {
  await host.show({ site, ids: [] })
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const mask = await host.page.evaluate(() => window.testPage.handle?.getDataMask())
  const id = Object.keys(mask ?? {}).find((key) => COUNTRY.test(key)) ?? ''
  await host.page.evaluate((key) => window.testPage.setProps({ view: { filters: { [key]: ['USA'] } } }), id)
  await expect(host.frame.getByText(USA).first()).toBeVisible()
  await expect(host.page.locator(ready)).toHaveCount(1)
  const now = await host.page.evaluate(() => window.testPage.handle?.getDataMask())
  expect(now?.[id]).toMatchObject({
    extraFormData: { filters: [{ op: 'IN', val: ['USA'] }] },
    filterState: { value: ['USA'] },
  })
})

test('the example keeps the view in the address, where a reload finds it', async ({ host, platform }) => {
  const options = {
    ids: [platform.dashboards[0]?.embedId ?? ''],
    tokenUrl: '/same-site/jwt/guest-token',
    viewInUrl: true,
  }
  await host.show({ site, ...options })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await openTab(host, /Exploratory/)
  const address = () => host.page.evaluate(() => location.href)
  await expect.poll(address).toContain('view=TAB-')
  await host.page.goto(await address())
  await host.page.evaluate((all) => window.testPage.show(all), options)
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect.poll(() => isChosen(host, /Exploratory/)).toBe('true')
})
