import { type Browser, type BrowserContext, chromium, firefox, type Page } from 'playwright'
import { chromiumOptions } from '../../../scripts/browsers/chromium.ts'
import { launchChromiumProfile } from '../../../scripts/browsers/chromium-profile.ts'
import { firefoxOptions } from '../../../scripts/browsers/firefox.ts'
import type { Driver, Tab, TabNeeds } from './driver.ts'

/** Most situations wait most of the time. */
export const LANES = 3

const VIEWPORT = { width: 1280, height: 900 }

export async function openChromium(): Promise<Driver> {
  const browser = await chromium.launch(await chromiumOptions())
  return {
    name: 'Chromium',
    lanes: LANES,
    abilities: [
      'clock',
      'crash',
      'offline',
      'page-cache',
      'blocked-storage',
      'credentialless',
      'background-tab',
    ],
    async open(needs) {
      if (!needs.hasPageCache && !needs.hasThirdPartyStorage) return openTab(browser, needs)
      const { hasPageCache, hasThirdPartyStorage } = needs
      const { context, close } = await launchChromiumProfile({
        hasPageCache,
        allowsThirdPartyStorage: hasThirdPartyStorage,
        viewport: VIEWPORT,
      })
      return tabOf(context, await context.newPage(), needs, close)
    },
    close: () => browser.close(),
  }
}

export async function openFirefox(): Promise<Driver> {
  const browser = await firefox.launch(await firefoxOptions())
  return {
    name: 'Firefox',
    lanes: LANES,
    abilities: ['clock'],
    open: (needs) => openTab(browser, needs),
    close: () => browser.close(),
  }
}

async function openTab(browser: Browser, needs: TabNeeds): Promise<Tab> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  return tabOf(context, await context.newPage(), needs, () => context.close())
}

async function tabOf(
  context: BrowserContext,
  page: Page,
  needs: TabNeeds,
  close: () => Promise<void>,
): Promise<Tab> {
  if (needs.hasClock) await page.clock.install()
  return {
    goto: async (url) => void (await page.goto(url)),
    back: async () => void (await page.goBack({ waitUntil: 'commit' })),
    evaluate: (run, argument) => page.evaluate(run as never, argument as never) as never,
    async setCookie(url, name, value) {
      await context.clearCookies({ name })
      if (value) await context.addCookies([{ name, value, url }])
    },
    cookie: async (url, name) => (await context.cookies(url)).find((one) => one.name === name)?.value,
    another: async () => tabOf(context, await context.newPage(), needs, async () => {}),
    advance: (durationMs) => page.clock.runFor(durationMs),
    async crashFrame() {
      const frame = page.frames().find((one) => one !== page.mainFrame())
      if (!frame) throw new Error('The page has not loaded a frame that could crash.')
      const session = await context.newCDPSession(frame)
      // The call never answers, because the process that would answer has crashed.
      void session.send('Page.crash').catch(() => {})
    },
    setOffline: (isOffline) => context.setOffline(isOffline),
    close,
  }
}
