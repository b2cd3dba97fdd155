import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Response } from 'playwright'
import { chromiumOptions } from '../scripts/browsers/chromium.ts'
import { noteCharts, PEERS, timeMount } from './first-chart.ts'
import type { MountOptions } from './mount-options.ts'

/** What a browser with an empty cache loads until the first chart is drawn. */
export interface LoadedBytes {
  readonly peer: (typeof PEERS)[number]
  /** The scripts of the app's page, gzipped. */
  readonly appBytes: number
  /** What Superset sends, as it sends it. */
  readonly supersetBytes: number
}

export async function measureBytes(
  pageUrl: string,
  mount: Omit<MountOptions, 'peer'>,
): Promise<readonly LoadedBytes[]> {
  const browser = await chromium.launch(await chromiumOptions())
  const all: LoadedBytes[] = []
  for (const peer of PEERS) all.push(await measurePeer(browser, pageUrl, { ...mount, peer }))
  await browser.close()
  return all
}

async function measurePeer(
  browser: Browser,
  pageUrl: string,
  mount: MountOptions & Pick<LoadedBytes, 'peer'>,
): Promise<LoadedBytes> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(noteCharts)
  const responses: Response[] = []
  context.on('response', (response) => void responses.push(response))
  let loaded: LoadedBytes | undefined
  await timeMount(context, pageUrl, mount, async () => {
    // A copy: what arrives from now on is not counted.
    loaded = await countBytes([...responses], pageUrl, mount)
  })
  await context.close()
  if (!loaded) throw new Error(`${mount.peer} has drawn no chart.`)
  return loaded
}

async function countBytes(
  responses: readonly Response[],
  pageUrl: string,
  { peer, supersetDomain }: MountOptions & Pick<LoadedBytes, 'peer'>,
): Promise<LoadedBytes> {
  const of = (origin: string) => responses.filter((response) => response.url().startsWith(origin))
  const scripts = of(pageUrl).filter((response) => new URL(response.url()).pathname.endsWith('.js'))
  const bodies = await Promise.all(scripts.map((response) => response.body()))
  const sizes = await Promise.all(of(supersetDomain).map((response) => response.request().sizes()))
  return {
    peer,
    appBytes: sum(bodies.map((body) => gzipSync(body).length)),
    supersetBytes: sum(sizes.map(({ responseBodySize }) => responseBodySize)),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
