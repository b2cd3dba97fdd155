/** A dashboard by its descriptor: names in the options, ids in the address of the page. */

import { expect, test } from './fixtures.ts'

const USA = '$ 3.63M'

const PARTS = {
  filters: {
    Country: {
      id: 'NATIVE_FILTER-country',
      kind: 'select',
      dataset: 'orders',
      column: 'country',
      multiple: true,
      required: false,
      hasDefault: false,
    },
  },
  tabs: { Overview: 'TAB-overview', Exploratory: 'TAB-exploratory' },
  charts: { 'Revenue by product line': { id: 4, kind: 'bars', dataset: 'orders' } },
  datasets: { orders: { id: 1, table: 'orders', columns: { country: 'text' }, metrics: [] } },
} as const

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
  await host.show({ site: 'same-site', ids: [] })
})

test('the page starts once with the filter and the tab of the names, and reports a click by name', async ({
  host,
  platform,
}) => {
  const { embedId = '' } = platform.dashboards[0] ?? {}
  const sales = { ...PARTS, embedId, numericId: 1, title: 'Sales Dashboard' }
  await host.page.evaluate(async (dashboard) => {
    const seen = { events: [] as string[], warnings: [] as string[], selections: [] as unknown[] }
    Object.assign(window, { seen })
    await window.testPage.embedDashboard({
      mountPoint: document.body,
      tokenUrl: '/same-site/jwt/guest-token',
      dashboard,
      filters: { Country: ['USA'] },
      activeTab: 'Overview',
      onSelect: (selection) => seen.selections.push(selection),
      onWarning: ({ code }) => seen.warnings.push(code),
      log: ({ event }) => seen.events.push(event),
    })
  }, sales)
  const seen = () => host.page.evaluate(() => Object(window).seen)
  await expect(host.frame.getByText(USA).first()).toBeVisible()
  await expect.poll(async () => (await seen()).events).toContain('ready')
  await host.frame.getByRole('button', { name: /^Classic Cars/ }).click()
  await expect
    .poll(async () => (await seen()).selections)
    .toEqual([{ chart: 'Revenue by product line', values: { product_line: ['Classic Cars'] } }])
  const { events, warnings } = await seen()
  expect(events.filter((event: string) => event === 'connected')).toHaveLength(1)
  expect(warnings).toEqual([])
})
