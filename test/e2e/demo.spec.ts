import type { Locator, Page } from '@playwright/test'
import { type App, startApp } from '../../examples/app/server.ts'
import { test as base, expect, PLAYWRIGHT } from './fixtures.ts'

interface Card {
  readonly root: Locator
  readonly status: Locator
  readonly requests: Locator
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
    revenue: root
      .frameLocator('iframe')
      .getByText(/^\$ [\d.]+M$/)
      .first(),
  }
}

const test = base.extend<Fixtures, { readonly demo: App }>({
  demo: [
    async ({ platform }, use) => {
      const demo = await startApp({ superset: platform, dev: false, lifetimeSeconds: 24 })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker' },
  ],
  ours: async ({ page }, use) => use(cardOf(page, 'With guestpass')),
  theirs: async ({ page }, use) => use(cardOf(page, 'Without it')),
  watch: async ({ page, demo, ours, theirs }, use) =>
    use(async (viewer) => {
      await page.goto(demo.url)
      await page.getByRole('button', { name: viewer }).click()
      for (const { status, revenue } of [ours, theirs]) {
        await expect(revenue).toHaveText(REVENUE[viewer as keyof typeof REVENUE])
        await expect(status).toHaveText('On screen')
      }
    }),
})

// One build of the page for all of them.
test.describe.configure({ mode: 'default' })

const PHONE = { width: 360, height: 740 }
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
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

  test('a reloaded frame comes back with the token it had; without guestpass it stays empty', async ({
    page,
    ours,
    theirs,
    watch,
  }) => {
    await watch('Bob')
    await press(page, /Reload the frame/)
    await expect(ours.root.getByText('The page loads').last()).toBeVisible()
    await expect(ours.status).toHaveText('On screen')
    await expect(ours.revenue).toBeVisible()
    await expect(ours.requests).toHaveText('1')
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(theirs.revenue).toBeHidden()
    await press(page, 'Start over')
    await expect(theirs.revenue).toBeVisible()
  })

  test('a token that Superset takes no more is replaced', async ({ page, ours, theirs, watch }) => {
    await watch('Bob')
    await press(page, /Expire the token/)
    await expect(theirs.status).toHaveText('Empty for good')
    await expect(ours.requests).toHaveText('2')
    await expect(ours.status).toHaveText('On screen')
    await expect(ours.revenue).toBeVisible()
  })

  test('a cut of the network is slept through', async ({ page, ours, watch }) => {
    await watch('Bob')
    await press(page, /Cut the network/)
    await expect(ours.root.getByText('Asked for a token: no network').first()).toBeVisible()
    await expect(ours.revenue).toBeVisible()
    await expect(ours.status).toHaveText('On screen')
    await press(page, /Bring the network back/)
    await expect(ours.root.getByText(/^New token/)).toBeVisible()
  })

  test('a session that ends takes the rows along, and leaves them there without guestpass', async ({
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

  test('fits a phone, in the dark too', async ({ page, ours, theirs, watch }) => {
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
