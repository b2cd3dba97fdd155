import { type BrowserContext, test as base, type Page } from '@playwright/test'
import type { App } from '../../examples/app/server.ts'
import type { PageOptions } from './app/page.tsx'
import { type IssuerName, type Site, startTestApp, type TestApp } from './app/server.ts'
import { expect } from './browsers/expect.ts'
import { isPlaywrightTab, startChromium, startFirefox } from './browsers/playwright.ts'
import type { Browser, Tab, TabFrame, TabOptions, TabPage } from './browsers/tab.ts'
import { startWebkit } from './browsers/webkit.ts'
import { startPlatform, type TestPlatform, TOKEN_SECONDS } from './platform.ts'

/**
 * Errors of the embedded page itself, which some browsers tell like the app's: what blocked storage makes the sandbox
 * and Superset throw, and a request of Superset's that a guest may not make.
 */
const OF_THE_FRAME = [
  'Access is denied for this document.',
  "Cannot read properties of undefined (reading 'map')",
  'Response',
]

export interface Host {
  readonly page: TabPage
  readonly frame: TabFrame
  /** Signs the viewer in by cookie, or out. */
  signIn(viewer: string | undefined): Promise<void>
  show(options: Partial<PageOptions> & { readonly site: Site; readonly issuer?: IssuerName }): Promise<void>
}

/** What the app has received so far. */
export const eventsOf = ({ page }: Host) => page.evaluate(() => window.testPage.events)

/** The open tabs, asked of the dashboard. Playwright can lose sight of a frame on another site that left and came back. */
export const openTabs = ({ page }: Host) => page.evaluate(() => window.testPage.handle?.getActiveTabs())

interface WorkerFixtures {
  readonly platform: TestPlatform
  readonly app: TestApp
  /**
   * The demo, whose page is built when it is first used. It is here and not in its spec because Playwright runs specs
   * with worker fixtures of their own after all others, in new workers.
   */
  readonly demo: App
  readonly driven: Browser
}

interface TestFixtures extends TabOptions {
  readonly tab: Tab
  readonly host: Host
  /** The host's page, for a test that needs more than WebKitGTK's driver supports. Such a test has a tag. */
  readonly page: Page
  readonly context: BrowserContext
}

export { expect }

/** The tag of a test that uses `page`, and so does not run on WebKitGTK. */
export const PLAYWRIGHT = '@playwright'

/** The tag of a test in a spec of the sandbox that also runs on the real Superset. */
export const ALSO_ON_SUPERSET = '@superset'

export const test = base.extend<TestFixtures, WorkerFixtures>({
  platform: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => {
      const platform = await startPlatform()
      await use(platform)
      await platform.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  app: [
    async ({ platform }, use) => {
      const app = await startTestApp(platform)
      await use(app)
      await app.stop()
    },
    { scope: 'worker' },
  ],

  demo: [
    async ({ platform }, use) => {
      const { startApp } = await import('../../examples/app/server.ts')
      const demo = await startApp({ superset: platform, dev: false, lifetimeSeconds: TOKEN_SECONDS })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  driven: [
    async ({ browserName }, use) => {
      const browser = await START[browserName]()
      await use(browser)
      await browser.stop()
    },
    { scope: 'worker' },
  ],

  hasPageCache: [false, { option: true }],
  blocksThirdPartyStorage: [false, { option: true }],
  // Superset's page loads ten megabytes of code.
  keepsCache: [process.env.GUESTPASS_PLATFORM === 'superset', { option: true }],

  tab: [
    async ({ driven, hasPageCache, blocksThirdPartyStorage, keepsCache }, use) => {
      const tab = await driven.open({ hasPageCache, blocksThirdPartyStorage, keepsCache })
      await use(tab)
      await tab.close()
    },
    // The time of a test does not include the start of a browser on a busy machine.
    { timeout: 60_000 },
  ],

  page: async ({ tab }, use) => {
    if (!isPlaywrightTab(tab)) throw new Error('This spec is for a browser that Playwright drives.')
    await use(tab.page)
  },

  context: async ({ page }, use) => use(page.context()),

  host: async ({ tab, app, platform }, use) => {
    const { page } = tab
    await use({
      page,
      frame: page.frameLocator('iframe').first(),
      signIn: (viewer) => tab.setCookie(app.url, 'viewer', viewer),
      async show({ site, issuer = 'jwt', ...options }) {
        await page.goto(app.url)
        await page.evaluate((all) => window.testPage.show(all), {
          ids: platform.dashboards.slice(0, 1).map(({ embedId }) => embedId),
          tokenUrl: `/${site}/${issuer}/guest-token`,
          ...options,
        })
      },
    })
    expect((await tab.problems()).filter((problem) => !OF_THE_FRAME.includes(problem))).toEqual([])
  },
})

const START = { chromium: startChromium, firefox: startFirefox, webkit: startWebkit }
