import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, test as base, chromium, type FrameLocator, type Page } from '@playwright/test'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'
import type { PageOptions } from './app/page.tsx'
import { type IssuerName, type Site, startTestApp, type TestApp } from './app/server.ts'
import { type TestPlatform, TOKEN_SECONDS } from './platform.ts'

/** Debian's Chromium blocks third-party storage by default; these settings are another browser's defaults. */
const ALLOW_THIRD_PARTY = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

/** Errors of the embedded page itself, which are told like the app's: the sandbox's fault, and one of Superset's own. */
const OF_THE_FRAME = ['Access is denied for this document.', 'Response']

export interface Host {
  readonly page: Page
  readonly context: BrowserContext
  readonly frame: FrameLocator
  /** Signs the viewer in by cookie, or out. */
  signIn(viewer: string | undefined): Promise<void>
  show(options: Partial<PageOptions> & { readonly site: Site; readonly issuer?: IssuerName }): Promise<void>
}

interface WorkerFixtures {
  readonly platform: TestPlatform
  readonly app: TestApp
}

interface TestFixtures {
  /** Whether the browser keeps pages for Back, which hides their frames from the test runner. */
  readonly hasPageCache: boolean
  readonly context: BrowserContext
  readonly host: Host
}

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

  hasPageCache: [false, { option: true }],

  context: async ({ hasPageCache }, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'guestpass-'))
    mkdirSync(join(profile, 'Default'))
    writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(ALLOW_THIRD_PARTY))
    const context = await chromium.launchPersistentContext(profile, {
      ...(await chromiumOptions()),
      ignoreDefaultArgs: hasPageCache ? ['--disable-back-forward-cache'] : false,
      viewport: { width: 1280, height: 900 },
    })
    await use(context)
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  },

  host: async ({ context, app, platform }, use) => {
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', ({ message }) => {
      if (!OF_THE_FRAME.includes(message)) problems.push(message)
    })
    await use({
      page,
      context,
      frame: page.frameLocator('iframe').first(),
      async signIn(viewer) {
        await context.clearCookies({ name: 'viewer' })
        if (viewer) await context.addCookies([{ name: 'viewer', value: viewer, url: app.url }])
      },
      async show({ site, issuer = 'jwt', ...options }) {
        await page.goto(app.url)
        await page.evaluate((all) => window.testPage.show(all), {
          ids: platform.dashboards.slice(0, 1).map(({ embedId }) => embedId),
          tokenUrl: `/${site}/${issuer}/guest-token`,
          ...options,
        })
      },
    })
    base.expect(problems).toEqual([])
  },
})

/** The same suite runs on the sandbox and, where `GUESTPASS_PLATFORM=superset` says so, on the real one. */
async function startPlatform(): Promise<TestPlatform> {
  if (process.env.GUESTPASS_PLATFORM === 'superset') {
    const { startSuperset } = await import('../../scripts/superset/serve.ts')
    return startSuperset({ guestTokenSeconds: TOKEN_SECONDS })
  }
  const { startSandbox } = await import('../../examples/sandbox/sandbox.ts')
  return startSandbox({ guestTokenSeconds: TOKEN_SECONDS })
}
