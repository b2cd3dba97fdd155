/**
 * Every story of the built Storybook, in Chromium: its play has to end well, and axe has to find nothing.
 * Storybook runs both by itself when a story is opened, and says how they went in its `storyFinished` event.
 */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type StaticServer, serveFolder } from './static-server.ts'

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
    if (type === 'docs')
      await expect(page.getByRole('heading', { level: 1, name: title.split('/').at(-1) ?? '' })).toBeVisible()
    else expect(await finished(page)).toEqual({ storyId: id, status: 'success', hasPlay: true, findings: [] })
    expect(problems).toEqual([])
  })
}

test('every prop has a control that says what it is, from its type', async ({ page, storybook }) => {
  await page.goto(`${storybook.url}/iframe.html?id=embeddeddashboard--docs&viewMode=docs`)
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

test('the panel tells the life of the token, and starts again with another story', async ({
  page,
  storybook,
}) => {
  await page.goto(`${storybook.url}/index.html?path=/story/embeddeddashboard--ready`)
  await page.getByRole('tab', { name: 'Token timeline' }).click()
  const timeline = page.getByRole('list', { name: 'Token timeline' })
  await expect(timeline).toContainText('It gets one, good for 300 s.')
  await expect(timeline).toContainText('The dashboard is shown.')
  await expect(page.getByText(/The token is good for \d+ s more/)).toBeVisible()
  await page.goto(`${storybook.url}/index.html?path=/story/embeddeddashboard--session-ended`)
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
