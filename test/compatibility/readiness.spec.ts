import { expect } from '@playwright/test'
import { NEEDED_PERMISSIONS } from '../../src/cli/doctor/superset/guest-menus.ts'
import { comesTrue, type Host, row, test, versionUnderTest, yesNo } from './fixtures.ts'
import { openGuestRole } from './guest-role.ts'
import type { DashboardKey, Raw } from './raw.ts'
import { settled } from './settled.ts'

const DASHBOARDS: Readonly<Record<DashboardKey, string>> = {
  tabs: 'with tabs and filters',
  plain: 'without tabs',
  text: 'without charts',
}

test.describe('Readiness', () => {
  for (const [dashboard, name] of Object.entries(DASHBOARDS) as [DashboardKey, string][]) {
    row(`what fills on a dashboard ${name}`, async ({ raw }) => {
      await raw.open({ dashboard })
      const filled = async () => {
        const [mask, tabs] = await Promise.all([raw.get('getDataMask'), raw.get('getActiveTabs')])
        const events = await raw.heard('observeDataMask')
        const seen = {
          '`getDataMask`': isFilled(mask.result),
          '`getActiveTabs`': isFilled(tabs.result),
          '`observeDataMask` event': events.length > 0,
        }
        return Object.entries(seen).flatMap(([what, is]) => (is ? [what] : []))
      }
      return (await settled(async () => (await filled()).join(', '))) || 'nothing'
    })

    row(`\`onReady\` for a dashboard ${name}`, async ({ host, raw }) => {
      await host.show({ ids: [raw.idOf(dashboard)] })
      const events = () => host.page.evaluate(() => window.testPage.events)
      await comesTrue(async () => (await events()).ready > 0, 25_000)
      const { ready, errors } = await events()
      return ready > 0 ? 'yes' : (errors[0] ?? 'no')
    })
  }
})

test.describe('Height', () => {
  for (const frameHeight of [1, 900]) {
    const inFrame = `in a frame of ${frameHeight} px`
    row(`reported before a token, ${inFrame}`, async ({ raw }) => {
      await raw.open({ token: 'none', height: frameHeight })
      return String(await settled(() => raw.height()))
    })

    row(`reported of a refused token, ${inFrame}`, async ({ raw }) => {
      await raw.open({ token: 'bad', height: frameHeight })
      await expect(raw.frame.getByText('Something went wrong').first()).toBeAttached()
      return String(await settled(() => raw.height()))
    })
  }

  for (const tab of ['Overview', 'Details']) {
    row(`natural, of the tab ${tab}`, async ({ raw }) => {
      await raw.open()
      await raw.frame.getByRole('tab', { name: tab }).click()
      await raw.resize(100)
      return String(await settled(() => raw.height()))
    })
  }

  row('reported above a frame of 900 and 1200 px, with filters beside it', ({ raw }) => overhang(raw, {}))

  row('… and with no filters', ({ raw }) => overhang(raw, { show_filters: 'false' }))

  row('`height="content"` becomes stable, in both tabs', async ({ host }) => {
    await host.show({})
    const height = async () => (await host.page.locator('iframe').boundingBox())?.height ?? 0
    const heights: number[] = []
    for (const tab of ['Overview', 'Details', 'Overview']) {
      await host.frame.getByRole('tab', { name: tab }).click()
      await comesTrue(async () => (await height()) > 1_000 === (tab === 'Details'))
      heights.push(await settled(height))
    }
    // The page of 6.0 reports 16 px more than its frame at any width, and a frame that takes them grows for ever.
    const excessPx = await host.page.evaluate(() => {
      const frame = document.querySelector('iframe')
      return (frame?.clientWidth ?? 0) - (frame?.parentElement?.clientWidth ?? 0)
    })
    return excessPx > 0 ? `${excessPx} px wider than its place` : heights.join(' → ')
  })

  for (const height of ['content', '700px'] as const) {
    row(`a dialog of the last chart opens in the window, with \`height="${height}"\``, async ({ host }) => {
      const role = openGuestRole(versionUnderTest())
      try {
        role.set([...NEEDED_PERMISSIONS, 'can_view_chart_as_table on Dashboard'])
        return yesNo(await opensInWindow(host, height))
      } finally {
        role.close()
      }
    })
  }
})

/** Whether the title of *View as table* is in a window of 800 px, whose page the viewer has scrolled to its end. */
async function opensInWindow({ page, frame, show }: Host, height: 'content' | '700px'): Promise<boolean> {
  await page.setViewportSize({ width: 1_280, height: 800 })
  await show({ props: { height } })
  await frame.getByRole('tab', { name: 'Details' }).click()
  if (height === 'content') {
    const boxPx = async () => (await page.locator('iframe').boundingBox())?.height ?? 0
    await comesTrue(async () => (await boxPx()) > 1_000)
    await settled(boxPx)
  }
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await frame.locator('[id^="slice_"][id$="-controls"]').last().click()
  await frame.getByRole('menuitem', { name: 'View as table' }).click()
  const title = frame.getByRole('dialog').first()
  await title.waitFor()
  const y = await settled(async () => (await title.boundingBox())?.y ?? -1)
  return y >= 0 && y < 800
}

async function overhang(raw: Raw, query: Readonly<Record<string, string>>): Promise<string> {
  await raw.open({ query })
  await raw.total()
  const above: number[] = []
  for (const height of [900, 1200]) {
    await raw.resize(height)
    above.push((await settled(() => raw.height())) - height)
  }
  return above.join(', ')
}

const isFilled = (value: unknown) => Object.keys(Object(value)).length > 0
