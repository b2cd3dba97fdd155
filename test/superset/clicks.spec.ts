/** Clicks into charts of the real Superset, and changes of charts that are not clicks. */

import { eventsOf, expect, type Host, test } from '../e2e/fixtures.ts'
import { frameOf, NEW_STARTS, showReady } from './new-starts.ts'

const selections = async (host: Host) => (await eventsOf(host)).selections

test('a click into a table and its release reach the app, and drawing, sorting and a remount do not', async ({
  host,
  page,
  platform,
}) => {
  test.setTimeout(180_000)
  await showReady(host, platform, 'Defaults')
  const frame = frameOf(page)
  const table = frame.locator('[data-test-viz-type="table"]')
  // The cells of Superset's table are named after their column.
  const cell = table.locator('td').filter({ hasText: 'Japan' }).first()
  await expect(cell).toBeVisible()
  await table.locator('th').filter({ hasText: 'revenue' }).click()
  // A table reports its new order within half a second.
  await page.waitForTimeout(1_500)
  expect(await selections(host)).toEqual([])

  await cell.click()
  const selected = { chartId: expect.any(Number), values: { country: ['Japan'] } }
  await expect.poll(() => selections(host)).toEqual([selected])
  await cell.click()
  await expect.poll(() => selections(host)).toEqual([selected, null])

  await cell.click()
  await expect.poll(() => selections(host)).toEqual([selected, null, selected])
  await NEW_STARTS['a remount'](host)
  await expect(cell).toBeVisible()
  await page.waitForTimeout(1_500)
  const { warnings, errors } = await eventsOf(host)
  // The selection is gone with the page that was unmounted.
  expect([await selections(host), warnings, errors]).toEqual([[selected, null, selected, null], [], []])
})
