/**
 * Every story of the built Storybook, in Chromium: its play has to succeed, without findings of axe.
 * Storybook runs both by itself when a story is opened, and reports the results in its `storyFinished` event.
 */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { PALETTE } from '../../.storybook/palette.ts'
import { type StaticServer, serveFolder } from '../helpers/static-server.ts'

const STORYBOOK = fileURLToPath(new URL('../../storybook-static', import.meta.url))

interface WorkerFixtures {
  readonly storybook: StaticServer
  /** One context for all stories of a worker, because each story loads the same three megabytes of code. */
  readonly sharedContext: BrowserContext
}

const test = base.extend<object, WorkerFixtures>({
  storybook: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture reads its dependencies off this pattern
    async ({}, use) => {
      const server = await serveFolder(STORYBOOK)
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],

  sharedContext: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport: { width: 900, height: 600 } })
      await use(context)
      await context.close()
    },
    { scope: 'worker' },
  ],

  page: async ({ sharedContext }, use) => {
    const page = await sharedContext.newPage()
    await use(page)
    await page.close()
  },
})

for (const { id, title, name, type, tags } of readIndex()) {
  test(`${title}: ${name}`, async ({ page, storybook }) => {
    const problems = collectProblems(page, storybook.url)
    await page.emulateMedia({
      reducedMotion: tags.includes('reduced-motion') ? 'reduce' : 'no-preference',
      forcedColors: tags.includes('forced-colors') ? 'active' : 'none',
    })
    await page.goto(`${storybook.url}/iframe.html?id=${id}&viewMode=${type}`)
    if (type === 'docs') {
      await expect(page.getByRole('heading', { level: 1, name: title.split('/').at(-1) ?? '' })).toBeVisible()
      await page.setViewportSize({ width: 1_280, height: 800 })
      expect(await restingHeight(page)).toBeLessThanOrEqual(MOST_PX)
    } else
      expect(await finished(page)).toEqual({ storyId: id, status: 'success', hasPlay: true, findings: [] })
    expect(problems).toEqual([])
  })
}

test('the groups are in the order in which a newcomer needs them', () => {
  const groups = new Set(readIndex().map(({ title }) => title.split('/')[0]))
  expect([...groups]).toEqual(GROUPS)
})

const GROUPS = ['Start', 'Component', 'Hooks', 'States', 'Errors', 'Looks', 'Two systems', 'Testing']

test('every name is in sentence case', () => {
  const names = readIndex()
    .filter(({ type }) => type === 'story')
    .map(({ name }) => name)
  expect(names.filter((name) => !SENTENCE_CASE.test(name))).toEqual([])
})

/** One capital at the beginning, and abbreviations. */
const SENTENCE_CASE = /^[A-Z]+[a-z-]*([ ,]+([a-z-]+|CSP|CSV))*$/

/** The longest page has the table of all 51 props, 5,716 px. With every state it had 14,683 px. */
const MOST_PX = 7_500

/** The height of the page, in pixels, when it has not changed for a second: tables and stories come after the heading. */
async function restingHeight(page: Page): Promise<number> {
  let height = 0
  await expect(async () => {
    const before = height
    height = await page.evaluate(() => document.documentElement.scrollHeight)
    expect(height).toBe(before)
  }).toPass({ intervals: [1_000] })
  return height
}

test('the table of errors leads to a story for each row', async ({ page, storybook }) => {
  await page.goto(`${storybook.url}/iframe.html?id=errors-overview--overview`)
  const links = page.getByRole('rowheader').getByRole('link')
  await expect(links.first()).toBeVisible()
  const linked = await links.evaluateAll((all) =>
    all.map((link) => link.getAttribute('href')?.split('/').at(-1)),
  )
  const stories = readIndex().filter(({ title }) => title === 'Errors/Each error')
  expect(linked.sort()).toEqual(stories.map(({ id }) => id).sort())
})

test('the stylesheet is on, and the toolbar turns it off', async ({ page, storybook }) => {
  await page.goto(`${storybook.url}/index.html?path=/story/looks-our-stylesheet--failed`)
  const alert = page.frameLocator('#storybook-preview-iframe').getByRole('alert')
  await expect(alert).toHaveCSS('border-top-width', '1px')
  await page.getByRole('button', { name: 'guestpass/styles.css' }).click()
  await page.getByText('without our stylesheet').click()
  await expect(alert).toHaveCSS('border-top-width', '0px')
})

test('the toolbar has the widths of phones, tablets and desktops', async ({ page, storybook }) => {
  await page.goto(`${storybook.url}/index.html?path=/story/component-embeddeddashboard--ready`)
  await page.getByRole('button', { name: 'The width of the box' }).click()
  for (const width of [320, 360, 768, 1_280])
    await expect(page.getByText(`${width} px`, { exact: true })).toBeVisible()
  await page.getByText('768 px', { exact: true }).click()
  const dashboard = page.frameLocator('#storybook-preview-iframe').locator('[data-part="dashboard"]')
  await expect(dashboard).toHaveCSS('width', '768px')
})

test.describe('the brand', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is guestpass’s own, ${colorScheme}`, async ({ browser, storybook }) => {
      const page = await browser.newPage({ colorScheme })
      await page.goto(`${storybook.url}/index.html`)
      await expect(page.getByRole('link', { name: 'guestpass' })).toBeVisible()
      const { page: background } = PALETTE[colorScheme]
      await expect(page.locator('body')).toHaveCSS('background-color', rgb(background))
      await page.close()
    })
  }
})

const rgb = (hex: string) =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`

test('a story about a preference explains that it imitates the preference when the browser does not have it', async ({
  page,
  storybook,
}) => {
  for (const { id, tags } of readIndex()) {
    if (!tags.includes('forced-colors') && !tags.includes('reduced-motion')) continue
    await page.emulateMedia({ reducedMotion: 'no-preference', forcedColors: 'none' })
    await page.goto(`${storybook.url}/iframe.html?id=${id}`)
    await expect(page.getByRole('note')).toContainText('An imitation')
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' })
    await page.goto(`${storybook.url}/iframe.html?id=${id}`)
    await expect(page.locator('[data-part="dashboard"]')).toBeVisible()
    await expect(page.getByRole('note')).toHaveCount(0)
  }
})

test('every prop has a control with a description, from its type', async ({ page, storybook }) => {
  await page.goto(`${storybook.url}/iframe.html?id=component-embeddeddashboard--docs&viewMode=docs`)
  const rows = page.locator('.docblock-argstable-body > tr')
  await expect(rows.first()).toBeVisible()
  // The second cell has a description and, below it, the type.
  const undescribed = await rows.evaluateAll((all) =>
    all
      .filter((row) => !row.querySelector('td:nth-child(2) p, td:nth-child(2) div:nth-child(2)'))
      .map((row) => row.querySelector('td')?.textContent),
  )
  expect(undescribed).toEqual([])
  expect(await rows.count()).toBeGreaterThan(20)
})

test('the panel shows the life of the token, and starts again with another story', async ({
  page,
  storybook,
}) => {
  // Storybook loads twice.
  test.slow()
  await page.goto(`${storybook.url}/index.html?path=/story/component-embeddeddashboard--ready`)
  await page.getByRole('tab', { name: 'Token timeline' }).click()
  const timeline = page.getByRole('list', { name: 'Token timeline' })
  await expect(timeline).toContainText(/It gets one, good for \d+ s\./)
  await expect(timeline).toContainText('The dashboard is shown.')
  // Every event of this life has a sentence, and none is shown by its name.
  const rows = await timeline.getByRole('listitem').allTextContents()
  expect(rows.filter((row) => !row.endsWith('.'))).toEqual([])
  await expect(page.getByText(/The token is good for \d+ s more/)).toBeVisible()
  await page.goto(`${storybook.url}/index.html?path=/story/states-without-a-dashboard--session-ended`)
  await expect(timeline).toContainText('It gets none: session-ended.')
  await expect(timeline).not.toContainText('It gets one')
})

/** Collects uncaught errors, and requests to other servers: Storybook has to work without a network. */
function collectProblems(page: Page, ownUrl: string): readonly string[] {
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  // A route would stop such a request, but it also turns off the cache. The configuration makes other hosts unknown.
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== ownUrl && !LOCAL_PROTOCOLS.includes(protocol)) problems.push(`asked for ${request.url()}`)
  })
  return problems
}

const LOCAL_PROTOCOLS = ['data:', 'blob:', 'about:']

interface Finished {
  readonly storyId: string
  readonly status: string
  readonly hasPlay: boolean
  /** What axe found, or why the play ended badly. */
  readonly findings: readonly string[]
}

async function finished(page: Page): Promise<Finished> {
  const handle = await page.waitForFunction(() => {
    const channel = window.__STORYBOOK_ADDONS_CHANNEL__
    const [end] = channel?.last('storyFinished') ?? []
    if (!channel || !end) return undefined
    // A play that throws leaves the status at success.
    const [thrown] = channel.last('playFunctionThrewException') ?? channel.last('storyThrewException') ?? []
    const [unhandled = []] = channel.last('unhandledErrorsWhilePlaying') ?? []
    const ofAxe = end.reporters.flatMap(({ result }) => [
      ...(result?.error ? [`axe: ${result.error}`] : []),
      ...(result?.violations ?? []).map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      ),
    ])
    return {
      storyId: end.storyId,
      status: end.status,
      hasPlay: window.__STORYBOOK_PREVIEW__?.currentRender?.story?.playFunction !== undefined,
      findings: [...(thrown ? [thrown] : []), ...unhandled].map(({ message }) => message).concat(ofAxe),
    }
  })
  return (await handle.jsonValue()) as Finished
}

declare global {
  interface Window {
    readonly __STORYBOOK_PREVIEW__?: {
      readonly currentRender?: { readonly story?: { readonly playFunction?: unknown } }
    }
    readonly __STORYBOOK_ADDONS_CHANNEL__?: {
      last(event: 'storyFinished'): readonly [StoryFinished] | undefined
      last(event: 'playFunctionThrewException' | 'storyThrewException'): readonly [Thrown] | undefined
      last(event: 'unhandledErrorsWhilePlaying'): readonly [readonly Thrown[]] | undefined
    }
  }
}

interface Thrown {
  readonly message: string
}

interface StoryFinished {
  readonly storyId: string
  readonly status: string
  readonly reporters: readonly {
    readonly result?: { readonly violations?: readonly Violation[]; readonly error?: unknown }
  }[]
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

interface IndexEntry {
  readonly id: string
  readonly title: string
  readonly name: string
  readonly type: 'story' | 'docs'
  readonly tags: readonly string[]
}

function readIndex(): readonly IndexEntry[] {
  const file = `${STORYBOOK}/index.json`
  if (!existsSync(file))
    throw new Error('The folder storybook-static is missing. Run `npx storybook build` first.')
  return Object.values(JSON.parse(readFileSync(file, 'utf8')).entries)
}
