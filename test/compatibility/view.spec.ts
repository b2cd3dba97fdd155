/** Whether the viewer is where they were, and what an app learns of them. */

import { expect } from '@playwright/test'
import type { PageOptions } from '../e2e/app/page.tsx'
import { ALL, comesTrue, type Host, row, test, USA, yesNo } from './fixtures.ts'

const DETAILS = 'TAB-details'
const keptOrLost = (is: boolean) => (is ? 'kept' : 'lost')

test.describe('What the viewer looks at', () => {
  row('the tab after a reload inside the frame', async ({ host }) => {
    await show(host)
    await openDetails(host)
    await startsAgain(host, async () => {
      const frame = await (await host.page.waitForSelector('iframe')).contentFrame()
      await frame?.evaluate(() => location.reload()).catch(() => {})
    })
    return keptOrLost(await showsDetails(host))
  })

  row('a filter that the viewer applied, after a remount', async ({ host }) => {
    await show(host)
    await host.frame.locator('.ant-select-selector, .ant-select').first().click()
    await host.frame.locator('.ant-select-item-option').filter({ hasText: 'USA' }).first().click()
    await host.page.keyboard.press('Escape')
    await host.frame.getByRole('button', { name: /apply filters/i }).click()
    await expect(host.frame.getByText(USA).first()).toBeVisible()
    await startsAgain(host, async () => {
      await host.page.evaluate(() => window.testPage.setVisible(false))
      await expect(host.page.locator('iframe')).toHaveCount(0)
      await host.page.evaluate(() => window.testPage.setVisible(true))
    })
    await expect(host.frame.getByText(/^\$[\d,]+$/).first()).toBeVisible()
    return keptOrLost(await comesTrue(() => host.frame.getByText(USA).first().isVisible()))
  })

  row('a click into a table reaches `onSelect`', async ({ host }) => {
    await show(host)
    await openDetails(host)
    await host.frame.locator('[data-test-viz-type="table"] td').filter({ hasText: 'Japan' }).first().click()
    return yesNo(await comesTrue(async () => (await eventsOf(host)).selections.length > 0))
  })

  row('`refresh()` shows the tab again', async ({ host }) => {
    await show(host)
    await openDetails(host)
    await host.page.evaluate(() => window.testPage.handle?.refresh())
    return yesNo(await showsDetails(host))
  })

  row('a link from `share()` opens its tab', async ({ host }) => {
    await show(host)
    await openDetails(host)
    const link = await host.page.evaluate(() => window.testPage.handle?.share() ?? '')
    const view = new URL(link).searchParams.get('view') ?? ''
    await show(host, { props: { view: { tab: view.split('~')[0] as string } } })
    return yesNo(await showsDetails(host))
  })

  row('`refreshEvery`', async ({ host }) => {
    await show(host, { props: { refreshEvery: 60_000 } })
    const isRefused = async () =>
      (await eventsOf(host)).warningMessages.some((text) => text.startsWith('refreshEvery needs'))
    return (await comesTrue(isRefused, 5_000)) ? 'refused' : 'accepted'
  })
})

const eventsOf = ({ page }: Host) => page.evaluate(() => window.testPage.events)

async function show(host: Host, { props = {} }: Partial<PageOptions> = {}): Promise<void> {
  // The filters beside the charts, as Superset shows them.
  await host.show({ issuer: 'long-lived', props: { dashboardUiConfig: {}, ...props } })
  await expect.poll(async () => (await eventsOf(host)).ready).toBeGreaterThan(0)
  if (!props.view) await expect(host.frame.getByText(ALL).first()).toBeVisible()
}

/** Opens the second tab, and waits until the app has received it. */
async function openDetails(host: Host): Promise<void> {
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  await expect.poll(async () => (await eventsOf(host)).views.at(-1)?.tab).toBe(DETAILS)
}

const showsDetails = (host: Host) =>
  comesTrue(async () => {
    const tabs = await host.page.evaluate(() => window.testPage.handle?.getActiveTabs())
    const tab = host.frame.getByRole('tab', { name: 'Details' })
    return tabs?.at(-1) === DETAILS && (await tab.getAttribute('aria-selected')) === 'true'
  })

/** Waits until the dashboard is ready once more. */
async function startsAgain(host: Host, act: () => Promise<void>): Promise<void> {
  const { ready } = await eventsOf(host)
  await act()
  await expect.poll(async () => (await eventsOf(host)).ready, { timeout: 60_000 }).toBe(ready + 1)
}
