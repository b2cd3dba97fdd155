import type { Page } from 'playwright'

/**
 * Waits until an app with `<guestpass-dashboard>` shows the total of the USA, which its filters choose, and the event `ready`.
 * Then clicks into a chart, and waits for the event `select`.
 */
export async function seeEvents(page: Page): Promise<void> {
  const frame = page.frameLocator('iframe')
  await frame.locator('section', { hasText: 'Total Revenue' }).getByText('$ 3.63M').waitFor()
  await page.getByText('Events: ready.').waitFor()
  await frame.getByRole('button', { name: /^Classic Cars/ }).click()
  await page.getByText('Events: ready. select Revenue by product line: Classic Cars.').waitFor()
}
