import { expect } from '@playwright/test'
import type { EmbedHandle } from 'guestpass'
import { ALL, comesTrue, type Host, row, test, yesNo } from './fixtures.ts'

/** Every call that takes only plain data, by its name on the handle. */
const CALLS = [
  'getScrollSize',
  'getActiveTabs',
  'getDataMask',
  'setDataMask',
  'getChartStates',
  'getChartDataPayloads',
  'getDashboardPermalink',
] as const

test.describe('Calls', () => {
  for (const method of CALLS) {
    row(`\`${method}\``, async ({ host }) => {
      await show(host)
      return call(host, method, method === 'setDataMask' ? [{}] : [])
    })
  }

  row('`resolvePermalinkUrl` is asked for', async ({ raw }) => {
    await raw.open()
    await raw.get('getDashboardPermalink', { anchor: '' })
    return yesNo((await raw.heard('resolvePermalinkUrl')).length > 0)
  })

  row('`getDashboardPermalink` on another site', async ({ host }) => {
    await show(host, 'cross-site')
    return call(host, 'getDashboardPermalink', [])
  })

  row('`observeDataMask` reports a filter that the viewer sets', async ({ raw }) => {
    await raw.open()
    await raw.total()
    const before = (await raw.heard('observeDataMask')).length
    await raw.frame.locator('.ant-select-selector, .ant-select').first().click()
    await raw.frame.locator('.ant-select-item-option').filter({ hasText: 'USA' }).first().click()
    await raw.page.keyboard.press('Escape')
    await raw.frame.getByRole('button', { name: /apply filters/i }).click()
    await comesTrue(async () => (await raw.total()) !== ALL)
    const events = (await raw.heard('observeDataMask')).slice(before)
    return yesNo(events.some((event) => Object(event).nativeFiltersChanged))
  })

  row('`getChartStates` holds an interactive table’s sorting', async ({ raw }) => {
    await raw.open({ height: 2_000 })
    await raw.frame.getByRole('tab', { name: 'Details' }).click()
    const header = raw.frame.locator('.ag-header-cell[col-id="revenue"]').first()
    if (!(await comesTrue(() => header.isVisible()))) return 'no such chart'
    const states = async () => JSON.stringify((await raw.get('getChartStates')).result ?? {})
    await header.locator('.ag-header-cell-text, .header-label, [class*=label]').first().click()
    return yesNo(
      await comesTrue(async () => /"colId":"revenue"[^}]*"sort":"(asc|desc)"/.test(await states())),
    )
  })

  row('`setThemeConfig` with `theme_default` changes colours', async ({ host }) => {
    await show(host)
    const before = await colourOfTab(host)
    const config = { theme_default: { token: { colorPrimary: '#ff0000' } } }
    const answer = await call(host, 'setThemeConfig', [config])
    if (answer !== 'yes') return answer
    return yesNo(await comesTrue(async () => (await colourOfTab(host)) === 'rgb(255, 0, 0)' && before !== ''))
  })

  row('`setThemeMode` dark changes colours', async ({ host }) => {
    await show(host)
    const answer = await call(host, 'setThemeMode', ['dark'])
    if (answer !== 'yes') return answer
    return yesNo(await comesTrue(async () => isDark(await backgroundOf(host))))
  })

  row('`themeMode` dark in the page’s address', async ({ raw }) => {
    await raw.open({ query: { themeMode: 'dark' } })
    await raw.total()
    return isDark(await backgroundOf(raw)) ? 'dark' : 'light'
  })

  row('guestpass’s `themeMode`, given on load', async ({ host }) => {
    await host.show({ props: { themeMode: 'dark' } })
    await expect(host.frame.getByText(ALL).first()).toBeVisible()
    return (await comesTrue(async () => isDark(await backgroundOf(host)))) ? 'dark' : 'light'
  })

  row('an unknown method', async ({ raw }) => {
    await raw.open({ token: 'none' })
    return `\`${(await raw.get('x')).error}\``
  })
})

async function show(host: Host, site: 'same-site' | 'cross-site' = 'same-site'): Promise<void> {
  await host.show({ site })
  await expect(host.frame.getByText(ALL).first()).toBeVisible()
}

async function call(host: Host, method: keyof EmbedHandle, args: readonly unknown[]): Promise<string> {
  return host.page.evaluate(
    ([name, all]) => {
      const made = (Object(window.testPage.handle)[name] as (...given: unknown[]) => Promise<unknown>)(...all)
      return made.then(
        () => 'yes',
        (error: { code: string }) => error.code,
      )
    },
    [method, args] as const,
  )
}

const colourOfTab = (host: Host) =>
  host.frame
    .locator('.ant-tabs-tab-active .ant-tabs-tab-btn')
    .first()
    .evaluate((tab) => getComputedStyle(tab).color)

/** What is seen behind the charts: the nearest colour that is not transparent. */
const backgroundOf = ({ frame }: Pick<Host, 'frame'>) =>
  frame
    .locator('.dashboard-content')
    .first()
    .evaluate((content) => {
      for (let element: Element | null = content; element; element = element.parentElement) {
        const { backgroundColor } = getComputedStyle(element)
        if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor
      }
      return 'rgb(255, 255, 255)'
    })

/** Whether a computed colour is nearer to black than to white. */
function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = colour.match(/\d+/g)?.map(Number) ?? []
  return red + green + blue < (3 * 255) / 2
}
