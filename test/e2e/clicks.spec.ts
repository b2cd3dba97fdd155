import { expect, test } from './fixtures.ts'

const site = 'same-site'
const ready = '[data-state="ready"]'

test('a click into a chart reaches the app with its column and value, and its release reaches the app as null', async ({
  host,
}) => {
  await host.signIn('ana')
  await host.show({ site })
  await expect(host.page.locator(ready)).toHaveCount(1)
  const selections = () => host.page.evaluate(() => window.testPage.events.selections)
  expect(await selections()).toEqual([])
  await host.frame.getByRole('button', { name: /^Classic Cars/ }).click()
  await expect
    .poll(selections)
    .toEqual([{ chartId: expect.any(Number), values: { product_line: ['Classic Cars'] } }])
  await host.frame.getByRole('button', { name: 'Remove the filter Classic Cars' }).click()
  await expect.poll(selections).toEqual([expect.anything(), null])
})
