import type { Locator } from '@playwright/test'
import type { MenuName } from '../../src/cli/doctor/superset/guest-menus.ts'
import { comesTrue } from './fixtures.ts'
import type { Raw } from './raw.ts'

/** A chart of the first tab, whose marks can be clicked. */
const CHART = 'Revenue by Country'

/** Opens the dashboard, and lists what a viewer finds in its menus, as `menu: entry`. An entry can have a submenu. */
export async function readMenus(raw: Raw): Promise<ReadonlySet<string>> {
  await raw.open({ height: 900 })
  await raw.total()
  const { frame } = raw
  const chart = frame.locator('.dashboard-component-chart-holder').filter({ hasText: CHART })
  const found = [
    ...(await entriesBehind(raw, 'chart', chart.locator('[id^="slice_"][id$="-controls"]'))),
    ...(await entriesOfMark(raw, chart.locator('canvas').first())),
    ...(await entriesBehind(raw, 'dashboard', frame.locator('[data-test="actions-trigger"]'))),
  ]
  return new Set(found)
}

async function entriesBehind(raw: Raw, menu: MenuName, button: Locator): Promise<readonly string[]> {
  if (!(await button.isVisible())) return []
  await button.click({ timeout: 5_000 })
  return entriesOf(raw, menu)
}

/** The menu of a bar, on the right mouse button: the first bar, near its foot. */
async function entriesOfMark(raw: Raw, canvas: Locator): Promise<readonly string[]> {
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {}
  await canvas.click({ button: 'right', timeout: 5_000, position: { x: width * 0.2, y: height * 0.7 } })
  return entriesOf(raw, 'mark')
}

async function entriesOf({ frame, page }: Raw, menu: MenuName): Promise<readonly string[]> {
  const items = frame.locator('[role="menuitem"]:visible')
  await comesTrue(async () => (await items.count()) > 0, 3_000)
  const texts = await items.allTextContents()
  await page.keyboard.press('Escape')
  await frame.getByText(AMOUNT).first().click({ timeout: 3_000 })
  await comesTrue(async () => (await items.count()) === 0, 3_000)
  // Without what the page adds to an entry, such as the age of the data.
  return texts.map((text) => `${menu}: ${text.replace(/Fetched .*$/, '').trim()}`)
}

/** The figure of another chart, on which a click does nothing. */
const AMOUNT = /^\$[\d,]+$/
