import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver'
import { startWebkitDriver } from '../../../scripts/browsers/webkit.ts'
import type { Browser, Tab } from './tab.ts'
import { inTurn } from './webkit-driver.ts'
import { pageOf } from './webkit-page.ts'

/** WebKitGTK, a session of its own for every tab. */
export async function startWebkit(): Promise<Browser> {
  const { url, binary, stop } = await startWebkitDriver()
  return {
    async open() {
      const driver = await new Builder()
        .usingServer(url)
        .withCapabilities(
          new Capabilities({
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': { binary, args: ['--automation'] },
          }),
        )
        .build()
      await driver.manage().setTimeouts({ script: 120_000, pageLoad: 30_000 })
      await driver.manage().window().setRect({ x: 0, y: 0, width: 1280, height: 940 })
      return tabOf(driver)
    },
    stop,
  }
}

function tabOf(driver: WebDriver): Tab {
  const ask = inTurn(driver)
  const page = pageOf(ask)
  return {
    page,
    async setCookie(url, name, value) {
      // A driver sets a cookie of the site it is on, and no other.
      if (!(await page.url()).startsWith(url)) await page.goto(`${url}/nothing-here`)
      await ask([], () =>
        value ? driver.manage().addCookie({ name, value }) : driver.manage().deleteCookie(name),
      )
    },
    problems: () => page.evaluate(() => window.notes?.problems ?? []),
    close: () => driver.quit(),
  }
}
