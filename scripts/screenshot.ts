/** `npm run screenshot`: the picture in the README, of the demo on a real Superset. */

import { chromium } from 'playwright'
import { startApp } from '../examples/app/server.ts'
import { chromiumOptions } from './browsers/chromium.ts'
import { startSuperset } from './superset/serve.ts'

const superset = await startSuperset()
const app = await startApp({ superset, dev: false })
const browser = await chromium.launch(await chromiumOptions())
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.goto(app.url)
await page.getByRole('button', { name: /Bob/ }).click()
const dashboard = page.frameLocator('iframe')
await dashboard.getByText('$ 3.63M').first().waitFor()
// The last chart draws itself after its data has come.
await page.waitForTimeout(3_000)
await page.screenshot({ path: 'docs/dashboard.png' })
await browser.close()
await app.stop()
await superset.stop()
