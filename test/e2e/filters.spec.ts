import { expect, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'
const COUNTRY = 'NATIVE_FILTER-country'
const TOTAL = '$ 10.0M'
const USA = '$ 3.63M'

test.beforeEach(async ({ host }) => {
  await host.signIn('ana')
})

for (const version of ['6.1', 'next'] as const) {
  const dashboardUiConfig = { filters: { expanded: true }, urlParams: { page_version: version } }

  test(`native filters are set on load and on change, on a page of release ${version}`, async ({ host }) => {
    await host.show({ site, props: { dashboardUiConfig, nativeFilters: { [COUNTRY]: ['USA'] } } })
    await expect(host.frame.getByText(USA).first()).toBeVisible()
    await expect(host.page.locator(ready)).toHaveCount(1)
    await host.page.locator('iframe').evaluate((frame) => frame.setAttribute('data-mark', 'first'))
    await host.page.evaluate(
      ([ui, id]) => window.testPage.setProps({ dashboardUiConfig: ui, nativeFilters: { [id]: null } }),
      [dashboardUiConfig, COUNTRY] as const,
    )
    await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
    // The frame stays; its page is another one where the old one could not take it over.
    await expect(host.page.locator('iframe[data-mark="first"]')).toHaveCount(1)
    await expect
      .poll(() => host.page.evaluate(() => window.testPage.events.ready))
      .toBe(version === 'next' ? 1 : 2)
  })

  test(`a viewer’s choice is reported, and setting it again changes nothing, on ${version}`, async ({
    host,
  }) => {
    await host.show({ site, props: { dashboardUiConfig } })
    await expect(host.page.locator(ready)).toHaveCount(1)
    await host.frame.locator('summary').first().click()
    await host.frame.locator('.options').getByText('USA').first().click()
    await host.frame.locator('summary').first().click()
    await host.frame.getByRole('button', { name: 'Apply filters' }).click()
    await expect
      .poll(() => host.page.evaluate(() => window.testPage.events.filters.at(-1)))
      .toMatchObject({ [COUNTRY]: ['USA'] })
    const count = await host.page.evaluate(() => window.testPage.events.filters.length)
    await host.page.evaluate(
      ([ui]) => {
        const nativeFilters = window.testPage.events.filters.at(-1)
        window.testPage.setProps({ dashboardUiConfig: ui, ...(nativeFilters && { nativeFilters }) })
      },
      [dashboardUiConfig] as const,
    )
    await host.page.waitForTimeout(500)
    expect(await host.page.evaluate(() => window.testPage.events)).toMatchObject({ ready: 1, errors: [] })
    expect(await host.page.evaluate(() => window.testPage.events.filters.length)).toBe(count)
  })
}

test('filters that the dashboard does not have are a warning, and the dashboard is shown', async ({
  host,
}) => {
  await host.show({ site, props: { nativeFilters: { 'NATIVE_FILTER-nope': ['x'] } } })
  await expect(host.page.locator(ready)).toHaveCount(1)
  await expect
    .poll(() => host.page.evaluate(() => window.testPage.events.warnings))
    .toEqual(['option-invalid'])
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
})
