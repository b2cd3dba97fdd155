/** The built site, in Chromium. `docs/.vitepress/check.ts` checks the rest while the site is built. */

import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'
import { type StaticServer, serveFolder } from '../helpers/static-server.ts'

const SITE = fileURLToPath(new URL('../../.cache/site', import.meta.url))

const test = base.extend<object, { readonly site: StaticServer }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => {
      const server = await serveFolder(SITE)
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

/** The addresses of all pages. */
const PAGES = globSync('**/*.html', { cwd: SITE, exclude: ['404.html'] }).map(
  (file) => `/${file.replace(/(index)?\.html$/, '')}`,
)

test('the site is built', () => {
  expect(PAGES.length, 'Run `npm run docs:build` first.').toBeGreaterThan(60)
})

test.describe('the live example', () => {
  test('becomes ready, shows each viewer their rows, and recovers from a reloaded frame', async ({
    page,
    site,
  }) => {
    const problems = collectProblems(page, site.url)
    await page.goto(site.url)
    const dashboard = page.locator('.live-example [data-part="dashboard"]')
    const total = page.frameLocator('.live-example iframe').locator('body')
    await expect(dashboard).toHaveAttribute('data-state', 'ready')
    await expect(total).toContainText('Total Revenue')
    await expect(total).toContainText('France')
    await page.getByRole('button', { name: 'Bob' }).click()
    await expect(page.getByRole('button', { name: 'Bob' })).toHaveAttribute('aria-pressed', 'true')
    await expect(total).not.toContainText('France')
    await expect(total).toContainText('USA')
    await expect(dashboard).toHaveAttribute('data-state', 'ready')
    await page.getByRole('button', { name: 'Reload the frame' }).click()
    await expect(page.getByLabel('What happened last')).toContainText('The frame lost its document')
    await expect(dashboard).toHaveAttribute('data-state', 'ready')
    await expect(total).toContainText('USA')
    expect(problems).toEqual([])
  })

  test('fits a phone', async ({ page, site }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(site.url)
    await expect(page.locator('.live-example [data-part="dashboard"]')).toHaveAttribute('data-state', 'ready')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  test('is removed with its page, and shown again', async ({ page, site }) => {
    const problems = collectProblems(page, site.url)
    await page.goto(site.url)
    const dashboard = page.locator('.live-example [data-part="dashboard"]')
    await expect(dashboard).toHaveAttribute('data-state', 'ready')
    await page.getByRole('link', { name: 'Five minutes to a dashboard' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Five minutes' })).toBeVisible()
    await expect(page.locator('iframe')).toHaveCount(0)
    await page.goBack()
    await expect(dashboard).toHaveAttribute('data-state', 'ready')
    expect(problems).toEqual([])
  })
})

test('the home page has tabs for package managers and for servers', async ({ page, site }) => {
  await page.goto(site.url)
  for (const tab of ['Express', 'Next.js', 'Hono', 'npm', 'pnpm', 'yarn'])
    await expect(page.locator('.vp-code-group .tabs').getByText(tab, { exact: true })).toBeVisible()
  await page.locator('.vp-code-group .tabs').getByText('pnpm', { exact: true }).click()
  await expect(page.getByText('pnpm add guestpass')).toBeVisible()
  await page.locator('.vp-code-group .tabs').getByText('Hono', { exact: true }).click()
  await expect(page.getByText("from 'hono'")).toBeVisible()
})

test('Ctrl K opens the search, which finds a hook and a guide', async ({ page, site }) => {
  await page.goto(`${site.url}/getting-started`)
  const search = page.getByRole('searchbox')
  // The key works as soon as the page is hydrated.
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(search).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await search.fill('useRows')
  await expect(page.getByRole('option').first()).toContainText('useRows')
  // Guides come before the pages that are made from types.
  await search.fill('filter url')
  await expect(page.getByRole('option').locator('a[href^="/share"]').first()).toBeVisible()
  await expect(page.getByRole('option').first().locator('a')).not.toHaveAttribute('href', /^\/api\//)
})

test('no page scrolls sideways at 360 px, and no page of the API is longer than a person reads', async ({
  browser,
  site,
}) => {
  test.slow()
  // Without scripts, which only cost time here: the pages come with all of their text.
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  })
  const page = await context.newPage()
  const problems: string[] = []
  // Pages of the API have one template, so a third of them is enough. The element has the longest page.
  const isChosen = (address: string, index: number) =>
    !address.startsWith('/api/') || address.includes('Element') || index % 3 === 0
  for (const address of PAGES.filter(isChosen)) {
    // Until `load`, because the code of a page is wider than the page until the stylesheet has loaded.
    await page.goto(site.url + address)
    const { width, height } = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement
      return { width: scrollWidth, height: scrollHeight }
    })
    if (width > 360) problems.push(`${address} is ${width} px wide`)
    if (height > MOST_PX && address.startsWith('/api/')) problems.push(`${address} is ${height} px high`)
  }
  await context.close()
  expect(problems).toEqual([])
})

/** The longest is the element, with all properties of an HTML element. A page for each entry had up to 64,334 px. */
const MOST_PX = 20_000

test('no name in the first column of a table is broken at 1280 px', async ({ page, site }) => {
  for (const address of ['/reference', '/theming-and-states', '/embeddable', '/errors/']) {
    await page.goto(site.url + address)
    const names = page.locator('.vp-doc td:first-child code')
    // A call may break before its parameters, which are a second text.
    const broken = await names.evaluateAll((all) =>
      all
        .filter(({ firstChild }) => {
          const range = document.createRange()
          if (firstChild) range.selectNode(firstChild)
          return range.getClientRects().length > 1
        })
        .map(({ textContent }) => textContent),
    )
    expect({ address, broken }).toEqual({ address, broken: [] })
    expect(await names.count()).toBeGreaterThan(0)
  }
})

/** Uncaught errors, and requests to other hosts. */
function collectProblems(page: Page, ownUrl: string): readonly string[] {
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== ownUrl && !['data:', 'blob:', 'about:'].includes(protocol))
      problems.push(`requested ${request.url()}`)
  })
  return problems
}
