/**
 * `npm run screenshot`: the pictures in the README, of the demo in light, in the dark and on a phone. They show the
 * stand-in for Superset; `-- --superset` takes them on the real one.
 */

import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type BrowserContextOptions, chromium } from 'playwright'
import { generateDashboards } from '../examples/app/generate-dashboards.ts'
import { startApp } from '../examples/app/server.ts'
import { chromiumOptions } from './browsers/chromium.ts'

const LAPTOP = { width: 1_280, height: 800 }

const { values } = parseArgs({ options: { superset: { type: 'boolean', default: false } } })

const superset = values.superset
  ? await (await import('./superset/serve.ts')).startSuperset()
  : await (await import('../examples/sandbox/sandbox.ts')).startSandbox()
const dashboardsFile = values.superset ? generateDashboards(superset) : undefined
const app = await startApp({ superset, dashboardsFile, dev: false })
const browser = await chromium.launch(await chromiumOptions())
mkdirSync('docs/images', { recursive: true })

await take('demo-light', { viewport: LAPTOP })
await take('demo-dark', { viewport: LAPTOP, colorScheme: 'dark' })
await take('demo-phone', { viewport: { width: 360, height: 740 } })

await browser.close()
await app.stop()
await superset.stop()

/** The first screen, as it is without a click: one dashboard is back after the reload, the other is empty. */
async function take(name: string, options: BrowserContextOptions): Promise<void> {
  const page = await browser.newPage(options)
  await page.goto(app.url)
  await page.getByRole('article', { name: 'Without it' }).getByText('Empty for good').waitFor()
  // The last chart draws itself after its data has come.
  await page.waitForTimeout(3_000)
  await page.screenshot({ path: `docs/images/${name}.png` })
  await page.close()
}
