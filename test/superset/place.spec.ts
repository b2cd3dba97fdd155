/** What a viewer finds after a new start of a dashboard whose filters need values, and that has two groups of tabs. */

import type { Page } from '@playwright/test'
import { eventsOf, expect, type Host, openTabs, test } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'
import { idOf } from './id-of.ts'

const site = 'same-site'
const NEEDED = 'NATIVE_FILTER-needed'
const FIRST = 'NATIVE_FILTER-first'

async function show(host: Host, platform: TestPlatform, props = {}): Promise<void> {
  await host.signIn('ana')
  await host.show({ site, viewer: 'ana', ids: [idOf(platform, 'Guided')], props })
  await expectStarts(host, 1)
}

/** Two loads of a page can take longer than the default patience on a Superset that has just started. */
const expectStarts = (host: Host, starts: number) =>
  expect.poll(async () => (await eventsOf(host)).ready, { timeout: 60_000 }).toBe(starts)

/** Mounts the dashboard again, as an app does whose viewer comes back to a route. */
async function remount(host: Host): Promise<void> {
  const { ready } = await eventsOf(host)
  await host.page.evaluate(() => window.testPage.setVisible(false))
  await expect(host.page.locator('iframe')).toHaveCount(0)
  await host.page.evaluate(() => window.testPage.setVisible(true))
  await expectStarts(host, ready + 1)
}

/** The values of both filters, as the page reports them. */
async function values(host: Host): Promise<readonly unknown[]> {
  const mask = await host.page.evaluate(() => window.testPage.handle?.getDataMask())
  return [NEEDED, FIRST].map((id) => (mask?.[id]?.filterState as { value?: unknown } | undefined)?.value)
}

test.beforeEach(() => {
  test.setTimeout(180_000)
})

test('a filter that starts with the first value of its column has that value again', async ({
  host,
  platform,
}) => {
  await show(host, platform, { nativeFilters: { [NEEDED]: ['USA'] } })
  await expect(host.frame.getByText('$54,000').first()).toBeVisible()
  expect(await values(host)).toEqual([['USA'], ['Bicycle']])
  await remount(host)
  await expect(host.frame.getByText('$54,000').first()).toBeVisible()
  expect(await values(host)).toEqual([['USA'], ['Bicycle']])
  expect((await eventsOf(host)).warnings).toEqual([])
})

test('a restart does not clear a required filter without a value', async ({ host, platform }) => {
  await show(host, platform)
  await expect(host.frame.getByText('$117,000').first()).toBeVisible()
  await remount(host)
  await expect(host.frame.getByText('$117,000').first()).toBeVisible()
  expect(await values(host)).toEqual([undefined, ['Bicycle']])
  expect((await eventsOf(host)).warnings).toEqual([])
})

test('a tab of the second group is opened without a warning', async ({ host, platform }) => {
  await show(host, platform, { nativeFilters: { [NEEDED]: ['USA'] }, activeTab: 'TAB-right2' })
  await expect.poll(() => openTabs(host)).toEqual(['TAB-left1', 'TAB-right2'])
  // Longer than the kit looks for the tab.
  await host.page.waitForTimeout(3_000)
  expect((await eventsOf(host)).warnings).toEqual([])
})

test('the tab that was opened last is open again, also beside another group of tabs', async ({
  host,
  platform,
}) => {
  await show(host, platform, { nativeFilters: { [NEEDED]: ['USA'] } })
  await expect.poll(() => openTabs(host)).toEqual(['TAB-left1', 'TAB-right1'])
  await host.frame.getByRole('tab', { name: 'Left2' }).click()
  await expect.poll(async () => (await eventsOf(host)).views.at(-1)?.tab).toBe('TAB-left2')
  await remount(host)
  await expect.poll(() => openTabs(host)).toEqual(['TAB-left2', 'TAB-right1'])
  await host.frame.getByRole('tab', { name: 'Right2' }).click()
  await expect.poll(async () => (await eventsOf(host)).views.at(-1)?.tab).toBe('TAB-right2')
  await remount(host)
  await expect.poll(() => openTabs(host)).toEqual(['TAB-left1', 'TAB-right2'])
})

test('an interactive table is sorted as before, beside the tab and the filters, after every restart', async ({
  host,
  page,
  platform,
}) => {
  const country = 'NATIVE_FILTER-country'
  const revenue = host.frame.locator('.ag-header-cell[col-id="revenue"]')
  const filters = async () => {
    const mask = await host.page.evaluate(() => window.testPage.handle?.getDataMask())
    return Object.values(mask ?? {})
      .filter(({ id }) => id?.startsWith('NATIVE_FILTER-'))
      .map(({ filterState }) => filterState?.value)
  }
  const isSorted = () => host.page.evaluate(() => window.testPage.handle?.getChartStates()).then(hasSorting)
  await host.signIn('ana')
  await host.show({
    ...{ site, issuer: 'api', viewer: 'ana', ids: [idOf(platform, 'Compatibility')] },
    props: { height: 1_200, keepTables: true, nativeFilters: { [country]: ['USA'] } },
  })
  await expectStarts(host, 1)
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  await revenue.locator('.ag-header-cell-text, [class*=label]').first().click()
  await expect(revenue).toHaveAttribute('aria-sort', 'ascending')
  const before = await filters()
  expect(before).toContainEqual(['USA'])
  const stored = page.waitForResponse((response) => response.url().endsWith('/share'))
  expect((await stored).status()).toBe(200)

  const starts: readonly (() => Promise<unknown>)[] = [
    () => remount(host),
    () => reloadFrame(host, page),
    () => host.page.evaluate(() => window.testPage.handle?.refresh()),
  ]
  for (const start of starts) {
    await start()
    await expect(host.frame.getByRole('tab', { name: 'Details' })).toHaveAttribute('aria-selected', 'true')
    await expect(revenue).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(isSorted).toBe(true)
    expect(await filters()).toEqual(before)
  }
  expect((await eventsOf(host)).warnings).toEqual([])
  expect((await eventsOf(host)).errors).toEqual([])
})

const hasSorting = (states: unknown) => JSON.stringify(states).includes('"sort":"asc"')

/** Reloads the document in the frame, as a viewer can. */
async function reloadFrame(host: Host, page: Page): Promise<void> {
  const { ready } = await eventsOf(host)
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  await frame?.evaluate(() => location.reload()).catch(() => {})
  await expectStarts(host, ready + 1)
}
