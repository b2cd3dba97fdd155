import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { test as base, expect, PLAYWRIGHT } from './fixtures.ts'

interface Card {
  readonly root: Locator
  readonly status: Locator
  readonly requests: Locator
  /** What happened to it, as the page lists it. */
  readonly events: Locator
  /** The first figure of the dashboard in it. */
  readonly revenue: Locator
}

interface Fixtures {
  readonly ours: Card
  readonly theirs: Card
  readonly watch: (viewer: string) => Promise<void>
}

const REVENUE = { Ana: '$ 10.0M', Bob: '$ 3.63M', Chloe: '$ 1.11M' } as const

const cardOf = (page: Page, name: string): Card => {
  const root = page.getByRole('article', { name })
  return {
    root,
    status: root.getByRole('status').first(),
    requests: root.getByTestId('requests'),
    events: page.getByRole('region', { name: `What happened, ${name}` }),
    revenue: root
      .frameLocator('iframe')
      .getByText(/^\$ [\d.]+M$/)
      .first(),
  }
}

const test = base.extend<Fixtures>({
  ours: async ({ page }, use) => use(cardOf(page, 'With guestpass')),
  theirs: async ({ page }, use) => use(cardOf(page, 'Without it')),
  watch: async ({ page, demo, ours, theirs }, use) =>
    use(async (viewer) => {
      // With a viewer in the address, nothing breaks by itself.
      await page.goto(`${demo.url}/?viewer=${viewer.toLowerCase()}`)
      for (const { status, revenue } of [ours, theirs]) {
        await expect(revenue).toHaveText(REVENUE[viewer as keyof typeof REVENUE])
        await expect(status).toHaveText('On screen')
      }
    }),
})

// One build of the page for all of them.
test.describe.configure({ mode: 'default' })

const NOWHERE = { x: 0, y: 0, width: 0, height: 0 }
const PHONE = { width: 360, height: 740 }
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const reload = (page: Page) => page.getByRole('button', { name: /Reload the frame/ })
const outcomeOf = (page: Page) => page.locator('.outcome')
/** What is drawn of an element, in the colours that the system allows. */
const paintOf = (element: Locator) =>
  element.evaluate((node) => {
    const style = getComputedStyle(node)
    return {
      background: style.backgroundColor,
      border: style.borderLeftColor,
      borderWidth: Number.parseFloat(style.borderLeftWidth),
      bottom: style.borderBottomWidth,
      outline: style.outlineColor,
      outlineWidth: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
    }
  })

/** The same, while the keyboard's focus is on it. */
async function focusedBy(page: Page, element: Locator) {
  await element.focus()
  // As the keyboard does it, so that the focus is shown.
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(element).toBeFocused()
  return paintOf(element)
}

const press = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).click()

test.describe('the demo', { tag: PLAYWRIGHT }, () => {
  test('shows each viewer their own rows, on both sides', async ({ page, ours, theirs, watch }) => {
    await watch('Ana')
    for (const name of ['Bob', 'Chloe'] as const) {
      await press(page, name)
      for (const { revenue } of [ours, theirs]) await expect(revenue).toHaveText(REVENUE[name])
    }
    await press(page, 'Sign out')
    await expect(page.locator('iframe')).toHaveCount(0)
  })

  for (const [screen, viewport] of [
    ['a laptop', { width: 1280, height: 800 }],
    ['a phone', PHONE],
  ] as const) {
    test(`shows the difference on the first screen of ${screen}, within 10 s and without a click`, async ({
      page,
      demo,
      ours,
      theirs,
    }) => {
      await page.setViewportSize(viewport)
      await page.goto(demo.url)
      await expect(theirs.status).toHaveText('Empty for good', { timeout: 10_000 })
      await expect(ours.status).toHaveText('On screen')
      await expect(ours.revenue).toHaveText(REVENUE.Ana)
      for (const seen of [ours.revenue, ours.status, theirs.status, outcomeOf(page), reload(page)]) {
        await expect(seen).toBeInViewport({ ratio: 1 })
      }
      await expect(outcomeOf(page)).toContainText('Both frames were reloaded')
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    })
  }

  test('a button and its effect are on one screen of a phone', async ({ page, ours, theirs, watch }) => {
    await page.setViewportSize(PHONE)
    await watch('Bob')
    // As a finger does. Playwright's own click would scroll to the place where the buttons are in the document.
    const { x = 0, y = 0 } = (await reload(page).boundingBox()) ?? {}
    await page.mouse.click(x + 20, y + 20)
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(theirs.status).toBeInViewport({ ratio: 1 })
    await expect(reload(page)).toBeInViewport({ ratio: 1 })
    await expect(ours.revenue).toBeInViewport({ ratio: 1 })
  })

  test('both samples of code are side by side on a laptop, and one above the other on a phone', async ({
    page,
    watch,
  }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await watch('Ana')
    const samples = page.locator('.comparison .code')
    const boxes = async () =>
      Promise.all((await samples.all()).map(async (sample) => (await sample.boundingBox()) ?? NOWHERE))
    await expect(samples.locator('.lines')).toHaveText(['15 lines', '38 lines'])
    const [left = NOWHERE, right = NOWHERE] = await boxes()
    expect(right.y).toBe(left.y)
    expect(right.x).toBeGreaterThanOrEqual(left.x + left.width)
    // Their titles are on the first screen.
    expect(left.y + 40).toBeLessThanOrEqual(800)

    await page.setViewportSize(PHONE)
    const [first = NOWHERE, second = NOWHERE] = await boxes()
    expect(second.x).toBe(first.x)
    expect(second.y).toBeGreaterThanOrEqual(first.y + first.height)
    for (const { x, width } of [first, second]) expect(x + width).toBeLessThanOrEqual(PHONE.width)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`forced colours keep borders, bars, pressed buttons and the focus, ${colorScheme}`, async ({
      page,
      watch,
    }) => {
      await page.emulateMedia({ forcedColors: 'active', colorScheme })
      await watch('Ana')
      const { background } = await paintOf(page.locator('body'))
      for (const name of ['.card', '.code', '.people button', '.faults button', '.outcome', '.beyond']) {
        const { border, borderWidth } = await paintOf(page.locator(name).first())
        expect([name, borderWidth]).not.toEqual([name, 0])
        expect([name, border]).not.toEqual([name, background])
      }
      const ana = page.getByRole('button', { name: /^Ana/ })
      const bob = page.getByRole('button', { name: /^Bob/ })
      expect(await paintOf(ana)).not.toEqual(await paintOf(bob))
      // An outline shows only the focus.
      for (const button of [ana, bob]) expect((await paintOf(button)).outlineWidth).toBe(0)
      for (const button of [ana, bob, reload(page)]) {
        const { outlineWidth, outline } = await focusedBy(page, button)
        expect(outlineWidth).toBeGreaterThanOrEqual(2)
        expect(outline).not.toBe(background)
      }
      await page.getByRole('region', { name: 'Another system' }).scrollIntoViewIfNeeded()
      const chosen = page.getByRole('region', { name: 'The app and its dashboard' }).frameLocator('iframe')
      for (const bar of [page.locator('.columns i').first(), chosen.locator('.fill').first()]) {
        expect((await paintOf(bar)).background).not.toBe(background)
      }
      const tab = (isOpen: boolean) => chosen.locator(`[role="tab"][aria-selected="${isOpen}"]`).first()
      expect((await paintOf(tab(true))).bottom).not.toBe((await paintOf(tab(false))).bottom)
    })
  }

  test('the header shows a number from the viewer’s own rows, outside of a frame', async ({
    page,
    watch,
  }) => {
    await watch('Ana')
    const headline = page.getByTestId('headline')
    await expect(headline).toHaveText(REVENUE.Ana)
    await press(page, 'Bob')
    await expect(headline).toHaveText(REVENUE.Bob)
    await press(page, /End the session/)
    await expect(headline).toHaveText('–')
  })

  test('tabs, filters and clicks have names, and the view is kept when the frame is reloaded', async ({
    page,
    watch,
  }) => {
    await watch('Ana')
    const section = page.getByRole('region', { name: 'The app and its dashboard, by name' })
    await section.scrollIntoViewIfNeeded()
    const frame = section.frameLocator('iframe')
    const tab = (name: string) => section.getByRole('button', { name, exact: true })
    const view = section.getByTestId('view')
    await expect(frame.getByText(REVENUE.Ana).first()).toBeVisible()

    await section.getByRole('button', { name: /^USA/ }).click()
    await expect(frame.getByText(REVENUE.Bob).first()).toBeVisible()
    await frame.getByRole('button', { name: /^Classic Cars/ }).click()
    await expect(section.getByTestId('click')).toHaveText(
      '“Revenue by product line”: product_line is Classic Cars',
    )
    await tab('Exploratory').click()
    await expect(frame.getByText('Revenue by quarter')).toBeVisible()
    await frame.getByRole('tab', { name: 'Deals' }).click()
    await expect(tab('Deals')).toHaveAttribute('aria-pressed', 'true')
    await expect(view).toHaveText('Tab: Deals · Country is USA')

    await section.getByRole('button', { name: 'Reload this frame' }).click()
    await expect(frame.getByText('Revenue by deal size')).toBeVisible()
    await expect(frame.getByRole('tab', { name: 'Deals' })).toHaveAttribute('aria-selected', 'true')
    await expect(view).toHaveText('Tab: Deals · Country is USA')
  })

  test('a reloaded frame shows the dashboard with the same token; without guestpass it stays empty', async ({
    page,
    ours,
    theirs,
    watch,
  }) => {
    await watch('Bob')
    await press(page, /Reload the frame/)
    await expect(ours.events.getByText('The page loads').last()).toBeVisible()
    await expect(ours.status).toHaveText('On screen')
    await expect(ours.revenue).toBeVisible()
    await expect(ours.requests).toHaveText('1')
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(theirs.revenue).toBeHidden()
    await press(page, 'Start over')
    await expect(theirs.revenue).toBeVisible()
  })

  test('a token that Superset refuses is replaced', async ({ page, ours, theirs, watch }) => {
    await watch('Bob')
    await press(page, /Expire the token/)
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(ours.requests).toHaveText('2')
    await expect(ours.status).toHaveText('On screen')
    await expect(ours.revenue).toBeVisible()
  })

  test('a cut of the network has no effect on the dashboard', async ({ page, ours, watch }) => {
    await watch('Bob')
    await press(page, /Cut the network/)
    await expect(ours.events.getByText('Asked for a token: no network').first()).toBeVisible()
    await expect(ours.revenue).toBeVisible()
    await expect(ours.status).toHaveText('On screen')
    await press(page, /Bring the network back/)
    await expect(ours.events.getByText(/^New token/)).toBeVisible()
  })

  test('the rows disappear when the session ends; without guestpass they stay', async ({
    page,
    ours,
    theirs,
    watch,
  }) => {
    await watch('Bob')
    await press(page, /End the session/)
    await expect(ours.status).toHaveText('Session ended')
    await expect(ours.root.locator('iframe')).toHaveCount(0)
    await expect(theirs.revenue).toBeVisible()
    await page.setViewportSize(PHONE)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await press(page, 'Sign in again as Bob')
    await expect(ours.revenue).toBeVisible()
  })

  test('a wrong clock costs one token', async ({ page, ours, watch }) => {
    await watch('Bob')
    await press(page, /Set the clock wrong/)
    await expect(ours.requests).toHaveText('2')
    await expect(ours.status).toHaveText('On screen')
    await press(page, /Put the clock right/)
    await expect(ours.revenue).toBeVisible()
  })

  for (const [colours, media] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
  ] as const) {
    test(`axe reports 0 problems on the whole page, ${colours}`, async ({ page, theirs, watch }) => {
      await page.emulateMedia(media)
      await watch('Ana')
      // Its button is then a pressed button.
      await press(page, /Cut the network/)
      await press(page, /Reload the frame/)
      await expect(theirs.status).toHaveText('Empty for good')
      // Axe does not look into the frames: their pages are Superset's.
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ iframes: false })
        .analyze()
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([])
    })
  }

  test('fits a phone, also with dark colours', async ({ page, ours, theirs, watch }) => {
    await page.setViewportSize(PHONE)
    await page.emulateMedia({ colorScheme: 'dark' })
    await watch('Bob')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await press(page, /Reload the frame/)
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(ours.status).toHaveText('On screen')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
  })
})
