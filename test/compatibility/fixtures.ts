import {
  type BrowserContext,
  test as base,
  expect,
  type FrameLocator,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { type SupersetVersion, supersetVersion, toSupersetVersion } from '../../scripts/superset/paths.ts'
import { type Superset, startSuperset } from '../../scripts/superset/serve.ts'
import type { PageOptions } from '../e2e/app/page.tsx'
import { type IssuerName, type Site, startTestApp, type TestApp } from '../e2e/app/server.ts'
import { isPlaywrightTab, startChromium } from '../e2e/browsers/playwright.ts'
import { TOKEN_SECONDS } from '../e2e/platform.ts'
import { documentedCell } from './documented.ts'
import { openRaw, type Raw } from './raw.ts'
import { installRawPage } from './raw-page.ts'

/** The value of its "Total Revenue", over all rows and over the rows of the USA. */
export const ALL = '$585,000'
export const USA = '$270,000'

/** An app that shows dashboards with guestpass. */
export interface Host {
  readonly page: Page
  readonly frame: FrameLocator
  /** Signs in a viewer who may see all rows, and shows the dashboards. */
  show(options: Partial<PageOptions> & { readonly site?: Site; readonly issuer?: IssuerName }): Promise<void>
}

interface TestFixtures {
  readonly context: BrowserContext
  readonly raw: Raw
  readonly host: Host
}

interface WorkerFixtures {
  readonly platform: Superset
  readonly app: TestApp
  /** One browser for all rows: Superset's scripts are loaded once. */
  readonly browserOfRows: BrowserContext
}

type Observed = TestFixtures & Omit<WorkerFixtures, 'browserOfRows'>

export const test = base.extend<TestFixtures, WorkerFixtures>({
  platform: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => {
      const superset = await startSuperset({ version: versionUnderTest(), guestTokenSeconds: TOKEN_SECONDS })
      await use(superset)
      await superset.stop()
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  app: [
    async ({ platform }, use) => {
      const app = await startTestApp(platform)
      await use(app)
      await app.stop()
    },
    { scope: 'worker' },
  ],

  browserOfRows: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => {
      const browser = await startChromium()
      const tab = await browser.open({
        hasPageCache: false,
        blocksThirdPartyStorage: false,
        keepsCache: true,
      })
      if (isPlaywrightTab(tab)) await use(tab.page.context())
      await tab.close()
      await browser.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  context: async ({ browserOfRows, app }, use) => {
    await use(browserOfRows)
    await forget(browserOfRows, [app.domainOf('same-site'), app.domainOf('cross-site')])
  },

  raw: async ({ context, app, platform }, use) => {
    const page = await context.newPage()
    await page.addInitScript(installRawPage)
    await page.goto(app.url)
    await use(openRaw(page, app.domainOf('same-site'), platform))
  },

  host: async ({ context, app, raw }, use) => {
    const page = await context.newPage()
    await use({
      page,
      frame: page.frameLocator('iframe').first(),
      async show({ site = 'same-site', issuer = 'jwt', ...options }) {
        await context.addCookies([{ name: 'viewer', value: 'ana', url: app.url }])
        await page.goto(app.url)
        await page.evaluate((all) => window.testPage.show(all), {
          ids: [raw.idOf('tabs')],
          viewer: 'ana',
          tokenUrl: `/${site}/${issuer}/guest-token`,
          ...options,
        })
      },
    })
  },
})

/** Leaves nothing of one row to the next but the HTTP cache. */
async function forget(context: BrowserContext, origins: readonly string[]): Promise<void> {
  const last = await context.newPage()
  for (const page of context.pages()) if (page !== last) await page.close()
  const browser = await context.newCDPSession(last)
  for (const origin of origins) {
    const storageTypes = 'cookies,local_storage,indexeddb,service_workers'
    await browser.send('Storage.clearDataForOrigin', { origin, storageTypes })
  }
  await context.clearCookies()
}

export function versionUnderTest(): SupersetVersion {
  return toSupersetVersion(process.env.GUESTPASS_SUPERSET_VERSION ?? supersetVersion)
}

/** One row of a table of docs/compatibility.md, seen in a browser. */
export function row(name: string, observe: (observed: Observed) => Promise<string>): void {
  test(name, async ({ context, raw, host, platform, app }, info) => {
    noteCell(info, await observe({ context, raw, host, platform, app }))
  })
}

/** Records the result for the test's row. It has to match the document, unless the document is written again. */
export function noteCell(info: TestInfo, cell: string): void {
  info.annotations.push({ type: 'cell', description: cell })
  if (process.env.GUESTPASS_COMPATIBILITY_ANEW) return
  expect(cell).toBe(documentedCell(versionUnderTest(), info.titlePath[1], info.title))
}

export const yesNo = (is: boolean) => (is ? 'yes' : 'no')

/** Whether it comes true, soon or never. */
export async function comesTrue(check: () => Promise<boolean>, timeout = 10_000): Promise<boolean> {
  const until = Date.now() + timeout
  while (Date.now() < until) {
    if (await check()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
