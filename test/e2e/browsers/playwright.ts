import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BrowserContext,
  chromium,
  firefox,
  type Page,
  type Browser as PlaywrightBrowser,
} from '@playwright/test'
import { chromiumOptions } from '../../../scripts/browsers/chromium.ts'
import { firefoxOptions } from '../../../scripts/browsers/firefox.ts'
import { type Browser, type Tab, type TabOptions, VIEWPORT } from './tab.ts'

/** A tab whose page is Playwright's own. */
export interface PlaywrightTab extends Tab {
  readonly page: Page
}

export function isPlaywrightTab(tab: Tab): tab is PlaywrightTab {
  return 'context' in tab.page
}

/** Debian's Chromium blocks third-party storage by default. These settings are the defaults of other browsers. */
const ALLOW_THIRD_PARTY = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

/** Starts one Chromium for each kind of profile. */
export async function startChromium(): Promise<Browser> {
  const launches = new Map<string, Promise<LaunchedChromium>>()
  return {
    async open({ keepsCache, ...options }) {
      const key = JSON.stringify(options)
      const launch = launches.get(key) ?? launchChromium(options)
      launches.set(key, launch)
      const { browser, profile } = await launch
      return keepsCache ? tabOfProfile(profile) : tabOf(await browser.newContext({ viewport: VIEWPORT }))
    },
    async stop() {
      const launched = await Promise.all(launches.values())
      await Promise.all(launched.map(({ close }) => close()))
    },
  }
}

interface LaunchedChromium {
  readonly browser: PlaywrightBrowser
  /** The context whose cache is on the disk. */
  readonly profile: BrowserContext
  close(): Promise<void>
}

/** Only a profile can allow third-party storage. Each later context of the browser inherits this setting. */
async function launchChromium({
  hasPageCache,
  blocksThirdPartyStorage,
}: Omit<TabOptions, 'keepsCache'>): Promise<LaunchedChromium> {
  const folder = mkdtempSync(join(tmpdir(), 'guestpass-'))
  mkdirSync(join(folder, 'Default'))
  const preferences = blocksThirdPartyStorage ? {} : ALLOW_THIRD_PARTY
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  const profile = await chromium.launchPersistentContext(folder, {
    ...(await chromiumOptions()),
    ignoreDefaultArgs: hasPageCache ? ['--disable-back-forward-cache'] : false,
    viewport: VIEWPORT,
  })
  const browser = profile.browser()
  if (!browser) throw new Error('Playwright did not give the browser of a profile.')
  return {
    browser,
    profile,
    async close() {
      await profile.close()
      rmSync(folder, { recursive: true, force: true })
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
