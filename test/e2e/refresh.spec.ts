import { eventsOf, expect, type Host, openTabs, test } from './fixtures.ts'
import { COUNTRY, expectUsa, filterByUsa } from './viewer-filter.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

/** What was on the page in each animation frame, from now until the returned function of the page is called. */
interface Samples {
  /** How many animation frames showed no ready dashboard. */
  blank: number
  /** How many animation frames showed two frames to the keyboard and to screen readers, or none. */
  reachable: number
  /** The largest number of frames on the page. */
  mostFrames: number
  total: number
  heights: number[]
}

declare global {
  interface Window {
    refreshSamples: Samples
  }
}

/** Looks at the page in every animation frame. */
async function sample(host: Host): Promise<void> {
  await host.page.evaluate(() => {
    const samples: Samples = { blank: 0, reachable: 0, mostFrames: 0, total: 0, heights: [] }
    window.refreshSamples = samples
    const look = () => {
      const frames = [...document.querySelectorAll('iframe')]
      const dashboard = document.querySelector<HTMLElement>('[data-part=dashboard]')
      const inPlace = frames.filter((frame) => {
        const { visibility, position } = getComputedStyle(frame)
        return visibility === 'visible' && position === 'static' && frame.clientHeight > 0
      })
      if (inPlace.length !== 1 || dashboard?.dataset['state'] !== 'ready') samples.blank++
      if (frames.filter(({ inert }) => !inert).length !== 1) samples.reachable++
      samples.mostFrames = Math.max(samples.mostFrames, frames.length)
      samples.total++
      const height = dashboard?.clientHeight ?? 0
      if (samples.heights.at(-1) !== height) samples.heights.push(height)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

const samplesOf = (host: Host) => host.page.evaluate(() => window.refreshSamples)
const addressOf = (host: Host) =>
  host.page
    .locator('iframe')
    .first()
    .evaluate((frame) => frame.getAttribute('src'))

test('a refresh shows new data without a blank moment, with the tab and the filter of the viewer', async ({
  host,
}) => {
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const first = await openTabs(host)
  await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
  await expect.poll(() => openTabs(host)).not.toEqual(first)
  // The second tab is shorter.
  const height = () => host.page.locator(ready).evaluate(({ clientHeight }) => clientHeight)
  await expect.poll(height).toBeLessThan(900)
  const before = await eventsOf(host)
  await sample(host)
  await host.page.evaluate(() => window.testPage.handle?.refresh({ force: true }))

  expect(await addressOf(host)).toContain('force=true')
  expect(await openTabs(host)).not.toEqual(first)
  const { total, ...seen } = await samplesOf(host)
  expect(seen).toMatchObject({ blank: 0, reachable: 0, mostFrames: 2 })
  expect(seen.heights).toHaveLength(1)
  expect(total).toBeGreaterThan(10)
  const after = await eventsOf(host)
  expect(after.ready).toBe(before.ready)
  expect([after.errors, after.warnings, after.selections]).toEqual([[], [], []])
})

test('a filter of the viewer filters the refreshed page', async ({ host }) => {
  await host.show({ site, props: { dashboardUiConfig: { filters: { expanded: true } } } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await filterByUsa(host)

  await host.page.locator('iframe').evaluate((frame) => frame.setAttribute('data-before', ''))
  await host.page.evaluate(() => window.testPage.handle?.refresh())
  await expect(host.page.locator('iframe[data-before]')).toHaveCount(0)
  await expectUsa(host)
  const now = await host.page.evaluate(() => window.testPage.handle?.getDataMask())
  expect(now?.[COUNTRY]).toMatchObject({ filterState: { value: ['USA'] } })
})

test('refreshes of two dashboards run one after the other, and calls during a refresh share it', async ({
  host,
  platform,
}) => {
  await host.show({ site, ids: [] })
  const id = platform.dashboards[0]?.embedId ?? ''
  const most = await host.page.evaluate(async (embedId) => {
    const options = { id: embedId, tokenUrl: '/same-site/jwt/guest-token', height: 400 }
    const elements = [0, 1].map(() => document.body.appendChild(document.createElement('div')))
    const dashboards = await Promise.all(
      elements.map((mountPoint) => window.testPage.embedDashboard({ ...options, mountPoint })),
    )
    await Promise.all(dashboards.map((dashboard) => dashboard.getActiveTabs()))
    let mostFrames = 0
    let added = 0
    new MutationObserver((changes) => {
      added += changes.flatMap(({ addedNodes }) => [...addedNodes]).length
      mostFrames = Math.max(mostFrames, document.querySelectorAll('iframe').length)
    }).observe(document.body, { childList: true, subtree: true })
    await Promise.all([...dashboards, ...dashboards].map((dashboard) => dashboard.refresh()))
    return { mostFrames, added, now: document.querySelectorAll('iframe').length }
  }, id)
  expect(most).toEqual({ mostFrames: 3, added: 2, now: 2 })
})

test('refreshEvery refreshes by itself, and keeps a selection in a chart', async ({ host }) => {
  test.setTimeout(120_000)
  await host.show({ site, props: { refreshEvery: 10_000 } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await sample(host)
  await host.page.evaluate(() => document.querySelector('iframe')?.setAttribute('data-first', ''))
  const isFirst = () => host.page.evaluate(() => document.querySelector('iframe[data-first]') !== null)
  await expect.poll(isFirst, { timeout: 30_000 }).toBe(false)
  expect(await samplesOf(host)).toMatchObject({ blank: 0, reachable: 0, mostFrames: 2 })

  await host.frame.getByRole('button', { name: /^Classic Cars/ }).click()
  await expect.poll(async () => (await eventsOf(host)).selections).toHaveLength(1)
  await host.page.evaluate(() => document.querySelector('iframe')?.setAttribute('data-selected', ''))
  await host.page.waitForTimeout(14_000)
  await expect(host.page.locator('iframe[data-selected]')).toHaveCount(1)
  const { warnings, errors, selections } = await eventsOf(host)
  expect([warnings, errors, selections.length]).toEqual([[], [], 1])
})

test('before 6.0, refreshEvery is refused with a warning, and refresh() keeps the tab', async ({ host }) => {
  const dashboardUiConfig = { urlParams: { page_version: '5.0' } }
  await host.show({ site, props: { dashboardUiConfig, refreshEvery: 10_000 } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const refusals = async () =>
    (await eventsOf(host)).warningMessages.filter((text) => text.startsWith('refreshEvery'))
  await expect.poll(refusals).toEqual([expect.stringContaining('refreshEvery needs Superset 6.0')])
  const first = await openTabs(host)
  await host.frame.getByRole('tab', { name: /Exploratory/ }).click()
  await expect.poll(() => openTabs(host)).not.toEqual(first)
  await host.page.evaluate(() => window.testPage.handle?.refresh())
  expect(await openTabs(host)).not.toEqual(first)
})
