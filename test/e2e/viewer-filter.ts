import { eventsOf, expect, type Host } from './fixtures.ts'

export const COUNTRY = 'NATIVE_FILTER-country'
/** The revenue of the sandbox's rows of the USA, and of all rows. */
const USA = '$ 3.63M'
const TOTAL = '$ 10.0M'

/** Shows only the rows of the USA, as a viewer does. The filter bar has to be open. */
export async function filterByUsa(host: Host): Promise<void> {
  await expect(host.frame.getByText(TOTAL).first()).toBeVisible()
  const country = host.frame.locator('summary[aria-label="Country"]')
  await country.click()
  await host.frame.locator('.options').first().getByText('USA').click()
  await country.click()
  await host.frame.getByRole('button', { name: 'Apply filters' }).click()
  await expectUsa(host)
  await expect.poll(async () => (await eventsOf(host)).filters.at(-1)).toMatchObject({ [COUNTRY]: ['USA'] })
}

export async function expectUsa(host: Host): Promise<void> {
  await expect(host.frame.getByText(USA).first()).toBeVisible()
  await expect(host.frame.getByText(TOTAL)).toHaveCount(0)
}
