import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { startWebkitDisplay, type WebkitDisplay } from '../../../scripts/browsers/webkit.ts'
import { type Browser, type Tab, VIEWPORT } from './tab.ts'
import { type Ask, inTurn } from './webkit-driver.ts'
import { pageOf, resize } from './webkit-page.ts'

/** WebKitGTK, with a separate driver and browser for every tab. */
export async function startWebkit(): Promise<Browser> {
  const display = await startWebkitDisplay()
  return {
    async open() {
      const { driver, stop } = await startSession(display)
      return tabOf(inTurn(driver), async () => {
        await driver.quit()
        await stop()
      })
    },
    stop: () => display.stop(),
  }
}

const START_LIMIT_MS = 20_000

interface Session {
  readonly driver: WebDriver
  stop(): Promise<void>
}

/**
 * A MiniBrowser dies at its start now and then, one in a hundred, and its driver would wait for it for ever. Some die a moment
 * later, so the start includes the first page.
 */
async function startSession(display: WebkitDisplay, tries = 2): Promise<Session> {
  const { url, stop } = await display.startDriver()
  const limit = setTimeout(stop, START_LIMIT_MS)
  try {
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: display.binary, args: ['--automation'] },
    })
    const driver = await new Builder().usingServer(url).withCapabilities(capabilities).build()
    await driver.manage().setTimeouts({ script: 120_000, pageLoad: 30_000 })
    await resize(driver, VIEWPORT)
    await driver.get('about:blank')
    return { driver, stop }
  } catch (failure) {
    await stop()
    if (tries === 1) throw failure
    return startSession(display, tries - 1)
  } finally {
    clearTimeout(limit)
  }
}

function tabOf(ask: Ask, close: () => Promise<void>): Tab {
  const page = pageOf(ask)
  return {
    page,
    async setCookie(url, name, value) {
      // A driver sets a cookie of the site it is on, and no other.
      if (!(await page.url()).startsWith(url)) await page.goto(`${url}/nothing-here`)
      await ask([], (driver) =>
        value ? driver.manage().addCookie({ name, value }) : driver.manage().deleteCookie(name),
      )
    },
    problems: () => page.evaluate(() => window.notes?.problems ?? []),
    close,
  }
}
