import { startWebkit } from '../../e2e/browsers/webkit.ts'
import type { Driver } from './driver.ts'
import { LANES } from './playwright.ts'

/** WebKitGTK has no way to skip over minutes, to kill a frame or to be offline: there everything takes its time. */
export async function openWebkit(): Promise<Driver> {
  const { open, stop } = await startWebkit()
  return {
    name: 'WebKitGTK',
    lanes: LANES,
    abilities: [],
    async open() {
      const { page, setCookie, close } = await open({
        hasPageCache: false,
        blocksThirdPartyStorage: false,
        keepsCache: false,
      })
      const cannot = async () => {
        throw new Error('WebKitGTK cannot be made to do that.')
      }
      return {
        goto: async (url) => void (await page.goto(url)),
        evaluate: (run, argument) => page.evaluate(run as never, argument as never) as never,
        setCookie,
        close,
        back: cannot,
        cookie: cannot,
        another: cannot,
        advance: cannot,
        crashFrame: cannot,
        setOffline: cannot,
      }
    },
    close: stop,
  }
}
