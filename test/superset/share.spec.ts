/** Ana sorts an interactive table, and opens the link that she shares in another page. */

import { expect, test } from '../e2e/fixtures.ts'
import { idOf } from './id-of.ts'

const REVENUE = '.ag-header-cell[col-id="revenue"]'

test('a link shows an interactive table as it was sorted, with the filters and the tab', async ({
  host,
  page,
  context,
  app,
  platform,
}) => {
  test.setTimeout(240_000)
  const id = idOf(platform, 'Compatibility')
  await host.signIn('ana')
  await host.show({ site: 'cross-site', issuer: 'api', viewer: 'ana', ids: [id], props: { height: 1_200 } })
  await host.frame.getByRole('tab', { name: 'Details' }).click()
  await host.frame.locator(`${REVENUE} .ag-header-cell-text, ${REVENUE} [class*=label]`).first().click()
  await expect(host.frame.locator(REVENUE)).toHaveAttribute('aria-sort', 'ascending')
  // The page reports a sorting half a second later.
  const states = () => page.evaluate(() => window.testPage.handle?.getChartStates())
  await expect.poll(async () => JSON.stringify(await states())).toContain('"sort":"asc"')
  const link = await page.evaluate(() => window.testPage.handle?.share() ?? '')
  expect(await page.evaluate(() => window.testPage.events.warnings)).toEqual([])
  const view = new URL(link).searchParams.get('view') ?? ''
  expect(view).toMatch(/^TAB-[\w-]+~~"[\w-]+"$/)

  const other = await context.newPage()
  await other.goto(`${app.url}/?${new URLSearchParams({ view })}`)
  await other.evaluate(
    (dashboard) =>
      window.testPage.show({
        ids: [dashboard],
        tokenUrl: '/cross-site/api/guest-token',
        viewInUrl: true,
      }),
    id,
  )
  const frame = other.frameLocator('iframe').first()
  await expect(frame.getByRole('tab', { name: 'Details' })).toHaveAttribute('aria-selected', 'true')
  await expect(frame.locator(REVENUE)).toHaveAttribute('aria-sort', 'ascending')
})
