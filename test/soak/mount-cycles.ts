import { chromium } from 'playwright'
import { chromiumOptions } from '../../scripts/browsers/chromium.ts'

export interface MountCycles {
  readonly cycles: number
  readonly heapGrowthBytes: number
  /** Documents that are still alive, in addition to the document from before the cycles. */
  readonly detachedFrames: number
  readonly openPorts: number
  readonly listeners: number
}

/** A batch that fills what fills once: compiled code, caches, the pools of the browser. */
const WARM_UP_CYCLES = 50
const BATCH = 50

/** Mounts and unmounts a dashboard in Chromium over and over, at every stage of its life, and counts what is left. */
export async function countMountCycles(
  appUrl: string,
  options: { readonly id: string; readonly supersetDomain: string },
  cycles: number,
): Promise<MountCycles> {
  const browser = await chromium.launch(await chromiumOptions())
  const context = await browser.newContext()
  await context.addCookies([{ name: 'viewer', value: 'ana', url: appUrl }])
  await context.addInitScript(countPorts)
  const page = await context.newPage()
  await page.goto(appUrl)
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.enable')

  const run = async (count: number) => {
    for (let done = 0; done < count; done += BATCH) {
      await page.evaluate(mountAndUnmount, { ...options, count: Math.min(BATCH, count - done) })
      process.stderr.write('.')
    }
  }
  const measure = async () => {
    // What the frames' own processes still have to say, before what they leave is collected.
    await page.waitForTimeout(1_000)
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const { documents, jsEventListeners } = await session.send('Memory.getDOMCounters')
    const openPorts = await page.evaluate(() => (window as { openPorts?: number }).openPorts ?? Number.NaN)
    return { usedSize, documents, jsEventListeners, openPorts }
  }

  await run(WARM_UP_CYCLES)
  const before = await measure()
  await run(cycles)
  const after = await measure()
  await browser.close()
  return {
    cycles,
    heapGrowthBytes: after.usedSize - before.usedSize,
    detachedFrames: after.documents - before.documents,
    // The port of React's scheduler was open before.
    openPorts: after.openPorts - before.openPorts,
    listeners: after.jsEventListeners - before.jsEventListeners,
  }
}

/** Runs in the page: some go before their frame is there, some before their token, some once they show something. */
async function mountAndUnmount({
  count,
  ...options
}: {
  readonly id: string
  readonly supersetDomain: string
  readonly count: number
}) {
  const sleep = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs))
  const { host } = window
  for (let cycle = 0; cycle < count; cycle++) {
    const readies = host.account.readies
    host.mount('guestpass', { ...options, isReact: true })
    if (cycle % 2) await sleep(cycle)
    else for (let waits = 0; waits < 500 && host.account.readies === readies; waits++) await sleep(10)
    host.unmount()
  }
  await sleep(300)
}

/** Runs in every document before anything else. */
function countPorts() {
  const counted = window as { openPorts?: number }
  counted.openPorts = 0
  window.MessageChannel = class extends MessageChannel {
    constructor() {
      super()
      counted.openPorts = (counted.openPorts ?? 0) + 1
      const close = this.port1.close.bind(this.port1)
      this.port1.close = () => {
        this.port1.close = close
        counted.openPorts = (counted.openPorts ?? 0) - 1
        close()
      }
    }
  }
}
