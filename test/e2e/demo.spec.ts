import { startApp } from '../../examples/app/server.ts'
import { expect, test } from './fixtures.ts'

test('the demo shows each viewer their own rows, and the token renewing itself', async ({
  tab,
  platform,
}) => {
  const demo = await startApp({ superset: platform, dev: false, lifetimeSeconds: 24 })
  const { page } = tab
  const dashboard = page.frameLocator('iframe')
  await page.goto(demo.url)
  for (const [name, revenue] of [
    ['Ana', '$ 10.0M'],
    ['Bob', '$ 3.63M'],
    ['Chloe', '$ 1.11M'],
  ] as const) {
    await page.getByRole('button', { name: new RegExp(name) }).click()
    await expect(dashboard.getByText(revenue).first()).toBeVisible()
  }
  const mints = page.getByTestId('mints')
  const before = Number.parseInt((await mints.textContent()) ?? '', 10)
  await expect
    .poll(async () => Number.parseInt((await mints.textContent()) ?? '', 10), { timeout: 20_000 })
    .toBe(before + 1)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.locator('iframe')).toHaveCount(0)
  await demo.stop()
})
