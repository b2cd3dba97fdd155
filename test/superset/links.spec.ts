/** Links that an author writes into Markdown on the real Superset, and that do not lead to the link page of the app. */

import { eventsOf, expect, openTabs, test } from '../e2e/fixtures.ts'
import { frameOf, showReady } from './new-starts.ts'

/** What a click on each link does to the dashboard. Superset removes `target`, and the address of a script. */
const LINKS = {
  Mail: 'stays',
  Script: 'stays',
  'Second tab': 'stays',
  Download: 'stays',
  'New window': 'leaves and comes back',
} as const

test('a click on a link of each kind leaves the dashboard ready, and a page that it opens is a warning', async ({
  host,
  page,
  context,
  platform,
}) => {
  test.setTimeout(180_000)
  await context.route('http://app.example/report.csv', (route) =>
    route.fulfill({
      headers: { 'content-disposition': 'attachment', 'content-type': 'text/csv' },
      body: 'a',
    }),
  )
  await context.route('http://app.example/page', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A page</title>' }),
  )
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await showReady(host, platform, 'Links')
  const frame = frameOf(page)
  await expect(frame.getByText('$585,000').first()).toBeVisible()
  const tabs = await openTabs(host)
  const seen: Record<string, unknown> = {}
  let { ready, warnings } = await eventsOf(host)
  for (const [name, outcome] of Object.entries(LINKS)) {
    await frame.getByText(name, { exact: true }).first().click()
    if (outcome === 'stays') await page.waitForTimeout(1_000)
    else await expect.poll(async () => (await eventsOf(host)).ready, { timeout: 60_000 }).toBe(ready + 1)
    const now = await eventsOf(host)
    seen[name] = { starts: now.ready - ready, warnings: now.warnings.slice(warnings.length) }
    ;({ ready, warnings } = now)
  }
  const stays = { starts: 0, warnings: [] }
  expect(seen).toEqual({
    Mail: stays,
    Script: stays,
    'Second tab': stays,
    Download: stays,
    'New window': { starts: 1, warnings: ['dashboard-left'] },
  })
  expect(await openTabs(host)).toEqual(tabs)
  expect([dialogs, (await eventsOf(host)).errors]).toEqual([[], []])
})
