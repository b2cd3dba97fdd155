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

/** Starts one Chromium for each combination of options, and gives each tab a context of its own. */
export async function startChromium(): Promise<Browser> {
  const launches = new Map<string, Promise<LaunchedChromium>>()
  return {
    async open(options) {
      const key = JSON.stringify(options)
      const launch = launches.get(key) ?? launchChromium(options)
      launches.set(key, launch)
      const { browser } = await launch
      return tabOf(await browser.newContext({ viewport: VIEWPORT }))
    },
    async stop() {
      const launched = await Promise.all(launches.values())
      await Promise.all(launched.map(({ close }) => close()))
    },
  }
}

interface LaunchedChromium {
  readonly browser: PlaywrightBrowser
  close(): Promise<void>
}

/** Only a profile can allow third-party storage. Each later context of the browser inherits this setting. */
async function launchChromium({
  hasPageCache,
  blocksThirdPartyStorage,
}: TabOptions): Promise<LaunchedChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'guestpass-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = blocksThirdPartyStorage ? {} : ALLOW_THIRD_PARTY
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  const context = await chromium.launchPersistentContext(profile, {
    ...(await chromiumOptions()),
    ignoreDefaultArgs: hasPageCache ? ['--disable-back-forward-cache'] : false,
  })
  const browser = context.browser()
  if (!browser) throw new Error('Playwright did not give the browser of a profile.')
  return {
    browser,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
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
