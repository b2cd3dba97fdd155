import { type BrowserContext, firefox, type Page } from '@playwright/test'
import { type ChromiumProfile, launchChromiumProfile } from '../../../scripts/browsers/chromium-profile.ts'
import { firefoxOptions } from '../../../scripts/browsers/firefox.ts'
import { type Browser, type Tab, VIEWPORT } from './tab.ts'

/** A tab whose page is Playwright's own. */
export interface PlaywrightTab extends Tab {
  readonly page: Page
}

export function isPlaywrightTab(tab: Tab): tab is PlaywrightTab {
  return 'context' in tab.page
}

/** Starts one Chromium for each kind of profile. */
export async function startChromium(): Promise<Browser> {
  const launches = new Map<string, Promise<ChromiumProfile>>()
  return {
    async open({ keepsCache, hasPageCache, blocksThirdPartyStorage }) {
      const options = { hasPageCache, allowsThirdPartyStorage: !blocksThirdPartyStorage, viewport: VIEWPORT }
      const key = JSON.stringify(options)
      const launch = launches.get(key) ?? launchChromiumProfile(options)
      launches.set(key, launch)
      const { context: profile } = await launch
      if (keepsCache) return tabOfProfile(profile)
      const browser = profile.browser()
      if (!browser) throw new Error('Playwright did not give the browser of a profile.')
      // A later context inherits the settings of the profile.
      return tabOf(await browser.newContext({ viewport: VIEWPORT }))
    },
    async stop() {
      const launched = await Promise.all(launches.values())
      await Promise.all(launched.map(({ close }) => close()))
    },
  }
}

/** A tab of the profile, after which only the cache is left. */
async function tabOfProfile(profile: BrowserContext): Promise<PlaywrightTab> {
  const tab = await tabOf(profile)
  return {
    ...tab,
    async close() {
      // The browser ends with its last page, so the empty page of its start stays.
      const [first, ...others] = profile.pages()
      await Promise.all(others.map((page) => page.close()))
      if (!first) throw new Error('Chromium closed the page of its start.')
      const session = await profile.newCDPSession(first)
      await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' })
      await profile.clearCookies()
      await profile.clearPermissions()
      await profile.unrouteAll()
      await profile.setOffline(false)
    },
  }
}

export async function startFirefox(): Promise<Browser> {
  const browser = await firefox.launch(await firefoxOptions())
  return {
    open: async () => tabOf(await browser.newContext({ viewport: VIEWPORT })),
    stop: () => browser.close(),
  }
}

async function tabOf(context: BrowserContext): Promise<PlaywrightTab> {
  const page = await context.newPage()
  const problems: string[] = []
  // Firefox reports what it only remarks on as well, such as a message to another origin, and has no stack for it.
  page.on('pageerror', ({ message, stack }) => {
    if (!stack?.endsWith('\nundefined')) problems.push(message)
  })
  return {
    page,
    async setCookie(url, name, value) {
      await context.clearCookies({ name })
      if (value) await context.addCookies([{ name, value, url }])
    },
    problems: async () => problems,
    close: () => context.close(),
  }
}
