import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, firefox, type Page } from '@playwright/test'
import { chromiumOptions } from '../../../scripts/browsers/chromium.ts'
import { firefoxOptions } from '../../../scripts/browsers/firefox.ts'
import { type Browser, type Tab, VIEWPORT } from './tab.ts'

/** A tab whose page is Playwright's own. */
export interface PlaywrightTab extends Tab {
  readonly page: Page
}

export function isPlaywrightTab(tab: Tab): tab is PlaywrightTab {
  return 'context' in tab.page
}

/** Debian's Chromium blocks third-party storage by default; these settings are another browser's defaults. */
const ALLOW_THIRD_PARTY = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

export async function startChromium(): Promise<Browser> {
  const options = await chromiumOptions()
  return {
    // Only the profile of a new browser says that third-party storage is allowed.
    async open({ hasPageCache, blocksThirdPartyStorage }) {
      const profile = mkdtempSync(join(tmpdir(), 'guestpass-'))
      mkdirSync(join(profile, 'Default'))
      const preferences = blocksThirdPartyStorage ? {} : ALLOW_THIRD_PARTY
      writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
      const context = await chromium.launchPersistentContext(profile, {
        ...options,
        ignoreDefaultArgs: hasPageCache ? ['--disable-back-forward-cache'] : false,
        viewport: VIEWPORT,
      })
      return tabOf(context, () => rmSync(profile, { recursive: true, force: true }))
    },
    async stop() {},
  }
}

export async function startFirefox(): Promise<Browser> {
  const browser = await firefox.launch(await firefoxOptions())
  return {
    open: async () => tabOf(await browser.newContext({ viewport: VIEWPORT })),
    stop: () => browser.close(),
  }
}

async function tabOf(context: BrowserContext, afterwards = () => {}): Promise<PlaywrightTab> {
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
    async close() {
      await context.close()
      afterwards()
    },
  }
}
