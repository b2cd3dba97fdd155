/**
 * A picture of every story of the built Storybook, and sheets of twelve to look them through: in .cache/stories.
 * `npm run stories:screenshots -- scheme:dark;width:320px looks` takes them as the toolbar can have them, and only
 * of stories whose id has the second word in it.
 */

import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright'
import { serveFolder } from '../test/helpers/static-server.ts'
import { chromiumOptions } from './browsers/chromium.ts'

interface Entry {
  readonly id: string
  readonly type: 'story' | 'docs'
  readonly tags: readonly string[]
}

const OUTPUT = '.cache/stories'
const AT_ONCE = 4
const PER_SHEET = 12
const [, , globals = '', part = ''] = process.argv

async function takePicture(browser: Browser, url: string, { id, type, tags }: Entry): Promise<string> {
  const page = await browser.newPage({
    viewport: { width: 760, height: type === 'docs' ? 2_400 : 520 },
    forcedColors: tags.includes('forced-colors') ? 'active' : 'none',
    reducedMotion: tags.includes('reduced-motion') ? 'reduce' : 'no-preference',
  })
  await page.goto(`${url}/iframe.html?id=${id}&viewMode=${type}&globals=${globals}`)
  if (type === 'story') {
    await page.waitForFunction(() => window.__STORYBOOK_ADDONS_CHANNEL__?.last('storyFinished'))
  } else await page.waitForTimeout(5_000)
  const path = join(OUTPUT, `${id}.png`)
  await page.screenshot({ path })
  await page.close()
  return path
}

async function takeSheet(browser: Browser, paths: readonly string[], number: number): Promise<void> {
  const figures = await Promise.all(
    paths.map(async (path) => {
      const image = (await readFile(path)).toString('base64')
      return `<figure><img src="data:image/png;base64,${image}"><figcaption>${path}</figcaption></figure>`
    }),
  )
  const page = await browser.newPage({ viewport: { width: 1_560, height: 1_200 } })
  await page.setContent(
    `<style>body{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:12px;font:12px sans-serif;background:#bbb}figure{margin:0}img{width:100%;max-height:340px;object-fit:cover;object-position:top}</style>${figures.join('')}`,
  )
  await page.screenshot({ path: join(OUTPUT, `sheet-${number}.png`), fullPage: true })
  await page.close()
}

await rm(OUTPUT, { recursive: true, force: true })
await mkdir(OUTPUT, { recursive: true })
const index = JSON.parse(await readFile('storybook-static/index.json', 'utf8'))
const entries = Object.values(index.entries as Record<string, Entry>).filter(({ id }) => id.includes(part))
const server = await serveFolder('storybook-static')
const browser = await chromium.launch(await chromiumOptions())
const waiting = [...entries]
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      await takePicture(browser, server.url, entry)
    }
  }),
)
const paths = entries.map(({ id }) => join(OUTPUT, `${id}.png`))
for (let from = 0; from < paths.length; from += PER_SHEET) {
  await takeSheet(browser, paths.slice(from, from + PER_SHEET), from / PER_SHEET + 1)
}
await browser.close()
await server.stop()
console.log(`${paths.length} pictures in ${OUTPUT}, and sheets of ${PER_SHEET}.`)
