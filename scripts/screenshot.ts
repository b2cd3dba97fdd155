/**
 * `npm run screenshot`: the pictures in the README, of the demo in light, in the dark and on a phone. They show the
 * stand-in for Superset; `-- --superset` takes them on the real one.
 */

import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type BrowserContextOptions, chromium, type Page } from 'playwright'
import { startApp } from '../examples/app/server.ts'
import { chromiumOptions } from './browsers/chromium.ts'

const { values } = parseArgs({ options: { superset: { type: 'boolean', default: false } } })

const superset = values.superset
  ? await (await import('./superset/serve.ts')).startSuperset()
  : await (await import('../examples/sandbox/sandbox.ts')).startSandbox()
const app = await startApp({ superset, dev: false })
const browser = await chromium.launch(await chromiumOptions())
mkdirSync('docs/images', { recursive: true })

await take('demo-light', { viewport: { width: 1_280, height: 1_340 } }, breakIt)
await take('demo-dark', { viewport: { width: 1_280, height: 1_340 }, colorScheme: 'dark' }, breakIt)
await take('demo-phone', { viewport: { width: 360, height: 800 } }, async (page) => {
  await page.getByRole('article', { name: 'With guestpass' }).evaluate((card) => {
    scrollTo(0, card.getBoundingClientRect().top + scrollY - 12)
  })
})

await browser.close()
await app.stop()
await superset.stop()

async function take(
  name: string,
  options: BrowserContextOptions,
  prepare: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage(options)
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Bob' }).click()
  const dashboard = page.frameLocator('iframe').first()
  await dashboard.getByText('$ 3.63M').first().waitFor()
  await prepare(page)
  // The last chart draws itself after its data has come.
  await page.waitForTimeout(3_000)
  await page.screenshot({ path: `docs/images/${name}.png` })
  await page.close()
}

/** What the demo is there to show. */
async function breakIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Reload the frame/ }).click()
  await page.getByRole('article', { name: 'Without it' }).getByText('Empty for good').waitFor()
}
