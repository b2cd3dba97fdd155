import type { FrameLocator, Locator } from '@playwright/test'
import { ALL, comesTrue, row, test, yesNo } from './fixtures.ts'
import type { Raw } from './raw.ts'
import { settled } from './settled.ts'

/** Where each thing is on the page, in the words of every version. */
const PARTS = {
  title: (raw: Raw) => raw.frame.getByTitle('Compatibility').or(raw.frame.getByText('Compatibility')),
  tabs: (raw: Raw) => raw.frame.getByRole('tab', { name: 'Details' }),
  controls: (raw: Raw) => raw.frame.locator('[id^="slice_"][id$="-controls"]'),
  filters: (raw: Raw) => raw.frame.getByText('Country', { exact: true }),
} as const

test.describe('Visible parts', () => {
  const bits = [
    ['`hideTitle` (1)', '1', 'title'],
    ['`hideTab` (only 2)', '2', 'tabs'],
    ['`hideTab` (only 4)', '4', 'tabs'],
    ['`hideTab` (2 + 4)', '6', 'tabs'],
    ['`hideChartControls` (8)', '8', 'controls'],
  ] as const
  for (const [name, uiConfig, part] of bits) {
    row(name, async ({ raw }) => ((await isShown(raw, PARTS[part], { uiConfig })) ? 'no' : 'hidden'))
  }

  row('… and all of them without', async ({ raw }) => {
    await raw.open({ query: { uiConfig: '0' } })
    await raw.total()
    const shown = Object.values(PARTS).map((part) => part(raw).first().isVisible())
    return yesNo((await Promise.all(shown)).every(Boolean))
  })

  row('`showRowLimitWarning` (32) shows it', async ({ raw }) => {
    const shown = async (uiConfig: string) => {
      await raw.open({ query: { uiConfig } })
      await raw.frame.getByRole('tab', { name: 'Details' }).click()
      const warning = raw.frame.locator('.chart-slice .anticon-warning')
      return comesTrue(() => warning.first().isVisible(), 5_000)
    }
    const without = await shown('0')
    return without ? 'always shown' : yesNo(await shown('32'))
  })

  row('filters without an option', async ({ raw }) =>
    (await isShown(raw, PARTS.filters, {})) ? 'expanded' : 'collapsed or hidden',
  )

  row('`filters.visible: false` hides them', async ({ raw }) =>
    yesNo(!(await isShown(raw, PARTS.filters, { show_filters: 'false' }))),
  )

  row('… with `filters.expanded: false` beside it', async ({ raw }) =>
    yesNo(!(await isShown(raw, PARTS.filters, { show_filters: 'false', expand_filters: 'false' }))),
  )

  row('`filters.expanded: false` collapses them', async ({ raw }) =>
    yesNo(!(await isShown(raw, PARTS.filters, { expand_filters: 'false' }))),
  )

  for (const standalone of ['1', '2', '3']) {
    row(`\`standalone=${standalone}\` hides`, async ({ raw }) => {
      const hidden: string[] = []
      await raw.open({ query: { standalone } })
      await raw.total()
      for (const [name, part] of Object.entries(PARTS)) {
        if (!(await part(raw).first().isVisible())) hidden.push(name)
      }
      return hidden.join(', ') || 'nothing'
    })
  }

  row('`urlParams` reach the queries', async ({ raw }) => {
    const queries: string[] = []
    raw.page.on('request', (request) => {
      if (request.url().includes('/api/v1/chart/data')) queries.push(request.postData() ?? '')
    })
    await raw.open({ query: { region: 'north' } })
    return yesNo(await comesTrue(async () => queries.some((query) => query.includes('"region":"north"'))))
  })

  row('`preselect_filters` in the address', async ({ raw }) => {
    await raw.open({ query: { preselect_filters: '{"1":{"country":["USA"]}}' } })
    return (await raw.total()) === ALL ? 'ignored' : 'applied'
  })

  row('`anchor` in the address opens a tab', async ({ raw }) => {
    await raw.open({ token: 'none', query: { anchor: 'TAB-details' } })
    await raw.emitToken()
    return yesNo((await openTab(raw)) === 'Details')
  })

  row('`permalink_key` of the tab Details opens', async ({ raw }) => {
    await raw.open()
    await raw.frame.getByRole('tab', { name: 'Details' }).click()
    await raw.frame.getByText('Orders', { exact: true }).first().waitFor()
    const { result } = await raw.get('getDashboardPermalink', { anchor: '' })
    const [, permalink_key = ''] = /\/p\/([\w-]+)/.exec(String(result)) ?? []
    await raw.open({ token: 'none', query: { permalink_key } })
    await raw.emitToken()
    const tab = await openTab(raw)
    const shows = (text: string) => raw.frame.getByText(text, { exact: true }).first().isVisible()
    await comesTrue(async () => (await shows('Total Revenue')) || (await shows('Orders')))
    return `the tab ${tab}, the charts of ${(await shows('Orders')) ? 'Details' : 'Overview'}`
  })

  const languages = { '`lang`': { lang: 'fr' }, '`locale`': { locale: 'fr' }, '`_l_`': { _l_: 'fr' } }
  for (const [name, query] of Object.entries(languages)) {
    row(`${name} in the address chooses the language`, async ({ raw }) => {
      await raw.open({ query })
      return yesNo(await isFrench(raw))
    })
  }

  row('guestpass’s `locale`', async ({ host }) => {
    await host.show({ props: { locale: 'fr', dashboardUiConfig: { filters: { expanded: true } } } })
    return yesNo(await isFrench(host))
  })

  row('`/lang/fr`, visited before, chooses the language', async ({ raw, app }) => {
    const elsewhere = await raw.page.context().newPage()
    await elsewhere.goto(`${app.domainOf('same-site')}/lang/fr`)
    await raw.open()
    return yesNo(await isFrench(raw))
  })
})

/** The name of the tab that is marked as open, once it is at rest. */
async function openTab(raw: Raw): Promise<string> {
  const tab = raw.frame.getByRole('tab', { selected: true })
  return settled(async () => (await tab.first().textContent()) ?? '')
}

async function isFrench({ frame }: { readonly frame: FrameLocator }): Promise<boolean> {
  const button = frame.getByRole('button', { name: /apply filters|appliquer les filtres/i })
  return /appliquer/i.test((await button.textContent()) ?? '')
}

async function isShown(
  raw: Raw,
  part: (raw: Raw) => Locator,
  query: Readonly<Record<string, string>>,
): Promise<boolean> {
  await raw.open({ query })
  await raw.total()
  return part(raw).first().isVisible()
}
