import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright'
import { chromiumOptions, ensureChromium, ensureWholeChromium } from './chromium.ts'

export interface ProfileOptions {
  /** Whether pages are kept for Back, as they are for people and not for test runners. */
  readonly hasPageCache: boolean
  readonly allowsThirdPartyStorage: boolean
  readonly viewport: { readonly width: number; readonly height: number }
}

export interface ChromiumProfile {
  readonly context: BrowserContext
  /** Ends the browser, and removes the profile. */
  close(): Promise<void>
}

/** Debian's Chromium blocks third-party storage by default. These settings are the defaults of other browsers. */
const ALLOW_THIRD_PARTY = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

/**
 * Starts a Chromium with a new profile. Only a profile can set whether third-party storage is allowed. A Chromium without a
 * window always allows it, and keeps no pages for Back.
 */
export async function launchChromiumProfile({
  hasPageCache,
  allowsThirdPartyStorage,
  viewport,
}: ProfileOptions): Promise<ChromiumProfile> {
  const folder = mkdtempSync(join(tmpdir(), 'guestpass-'))
  mkdirSync(join(folder, 'Default'))
  const preferences = allowsThirdPartyStorage ? ALLOW_THIRD_PARTY : {}
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  const program = allowsThirdPartyStorage && !hasPageCache ? ensureChromium : ensureWholeChromium
  const context = await chromium.launchPersistentContext(folder, {
    ...(await chromiumOptions(program)),
    ignoreDefaultArgs: hasPageCache ? ['--disable-back-forward-cache'] : false,
    viewport,
  })
  return {
    context,
    async close() {
      await context.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
