import type { FrameLocator, Page } from '@playwright/test'
import { eventsOf, expect, type Host } from '../e2e/fixtures.ts'
import type { TestPlatform } from '../e2e/platform.ts'
import { idOf } from './id-of.ts'

/** Two loads of a page can take longer than the default patience on a Superset that has just started. */
const PATIENCE = { timeout: 60_000 }

/** Shows a sample dashboard to Ana, with its filter bar open, and waits until it is ready. */
export async function showReady(
  host: Host,
  platform: TestPlatform,
  title: string,
  props = {},
): Promise<void> {
  await host.signIn('ana')
  const dashboardUiConfig = { filters: { expanded: true } }
  await host.show({
    site: 'same-site',
    issuer: 'long-lived',
    viewer: 'ana',
    ids: [idOf(platform, title)],
    props: { dashboardUiConfig, ...props },
  })
  await expectStarts(host, 1)
}

const expectStarts = (host: Host, starts: number) =>
  expect.poll(async () => (await eventsOf(host)).ready, PATIENCE).toBe(starts)

/** Everything that loads the page again while the viewer looks at it or comes back to it. */
export const NEW_STARTS = {
  async 'a remount'(host: Host) {
    const { ready } = await eventsOf(host)
    await host.page.evaluate(() => window.testPage.setVisible(false))
    await expect(host.page.locator('iframe')).toHaveCount(0)
    await host.page.evaluate(() => window.testPage.setVisible(true))
    await expectStarts(host, ready + 1)
  },
  async 'a reload inside the frame'(host: Host, page: Page) {
    const { ready } = await eventsOf(host)
    const frame = await (await page.waitForSelector('iframe')).contentFrame()
    await frame?.evaluate(() => location.reload()).catch(() => {})
    await expectStarts(host, ready + 1)
  },
  async 'refresh()'(host: Host) {
    await host.page.evaluate(() => window.testPage.handle?.refresh())
  },
} as const

/** The frame of the dashboard, for what a viewer does in it. */
export const frameOf = (page: Page): FrameLocator => page.frameLocator('iframe').first()

/** The values of the native filters, as the page reports them. */
export async function filterValues(host: Host): Promise<Readonly<Record<string, unknown>>> {
  const mask = (await host.page.evaluate(() => window.testPage.handle?.getDataMask())) ?? {}
  const filters = Object.entries(mask).filter(([id]) => id.startsWith('NATIVE_FILTER-'))
  return Object.fromEntries(filters.map(([id, { filterState }]) => [id, filterState?.value]))
}
