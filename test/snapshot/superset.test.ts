/** Pictures of dashboards of a real Superset. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { inflateSync } from 'node:zlib'
import { afterEach, beforeAll, expect, inject, test } from 'vitest'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { listen } from '../../scripts/listen.ts'
import type { SupersetGrant } from '../../src/server/grant'
import type { Issuer } from '../../src/server/issuer'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { type SnapshotError, type SnapshotOptions, snapshot } from '../../src/snapshot'
import { serveAppPage } from '../../src/snapshot/app-page'
import { withPage } from '../../src/snapshot/browser'
import { readSettings } from '../../src/snapshot/settings'
import { typed } from '../cli/typed'
import { on, startFaultProxy } from '../helpers/fault-proxy'
import { accountOf, generateDescriptor } from '../helpers/generated-descriptor'

const version = inject('version')
/** Releases before 6.0 have neither interactive tables nor a dark theme. */
const hasInteractiveTables = version.startsWith('6.')
/** In the arguments of each browser of this file, so that it is found among the processes of the machine. */
const MARK = `--guestpass-test-${randomUUID()}`

const superset = inject('superset')
let browser: NonNullable<SnapshotOptions<SupersetGrant>['browser']>
const tokens: string[] = []

beforeAll(async () => {
  const { args, ...options } = await chromiumOptions()
  browser = { ...options, args: [...args, MARK] }
})

afterEach(async () => {
  expect(await browserProcesses()).toEqual([])
})

interface BrowserProcess {
  readonly id: number
  readonly commandLine: string
  /** Whether this process started it. A browser starts others, with the same arguments. */
  readonly isFirst: boolean
}

/** The processes of the browsers that run now. */
async function browserProcesses(): Promise<readonly BrowserProcess[]> {
  const read = (id: string, file: string) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const processes = ids.map(async (id) => {
    const [commandLine, stat] = await Promise.all([read(id, 'cmdline'), read(id, 'stat')])
    const [, parent] = /\) \w (\d+) /.exec(stat) ?? []
    return { id: Number(id), commandLine, isFirst: Number(parent) === process.pid }
  })
  return (await Promise.all(processes)).filter(({ commandLine }) => commandLine.includes(MARK))
}

function embedIdOf(slug: string): string {
  const dashboard = superset.dashboards.find((candidate) => candidate.slug === slug)
  if (!dashboard) throw new Error(`The dashboard ${slug} does not exist.`)
  return dashboard.embedId
}

const clauseOf = (country: string): SupersetGrant['rls'] => [{ clause: `country = '${country}'` }]

const grantOf = (country: string, slug = 'compatibility'): SupersetGrant => ({
  ...{ viewer: country, dashboards: [embedIdOf(slug)], rls: clauseOf(country) },
})

/** The issuer of an app, whose tokens the tests look for. */
function issuerOf(url = superset.url): Issuer<SupersetGrant> {
  const issuer = supersetJwt({ url, secret: superset.guestSecret, audience: superset.audience })
  return {
    ...issuer,
    async mint(...request) {
      const minted = await issuer.mint(...request)
      tokens.push(minted.token)
      return minted
    },
  }
}

function take(options: Partial<SnapshotOptions<SupersetGrant>> = {}, slug = 'compatibility') {
  const required = { issuer: issuerOf(), grant: grantOf('USA', slug), dashboard: embedIdOf(slug) }
  return snapshot({ ...required, browser, ...options })
}

/** The error of a snapshot, in which no token is. */
async function failureOf(taking: Promise<unknown>): Promise<SnapshotError> {
  const error = await taking.then(
    () => expect.fail('The picture was taken.'),
    (reason) => reason,
  )
  const text = inspect(error, { depth: 20, showHidden: true })
  for (const token of tokens) expect(text).not.toContain(token)
  expect(text).not.toMatch(/eyJ|country = /)
  return error
}

const sizeOf = (png: Uint8Array) => {
  const { buffer, byteOffset } = png
  const view = new DataView(buffer, byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** The colour of the first pixel. Each filter of PNG leaves it as it is. */
function cornerOf(png: Uint8Array): readonly number[] {
  const parts: Uint8Array[] = []
  const view = new DataView(png.buffer, png.byteOffset)
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const isPixels = Buffer.from(png.subarray(at + 4, at + 8)).toString() === 'IDAT'
    if (isPixels) parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)))
  }
  return [...inflateSync(Buffer.concat(parts)).subarray(1, 4)]
}

const base64 = ({ data }: { readonly data: Uint8Array }) => Buffer.from(data).toString('base64')

test('three viewers have three pictures, at most two at a time, and a viewer has the same picture twice', async () => {
  const seen: (readonly BrowserProcess[])[] = []
  let isTaking = true
  const looking = (async () => {
    for (; isTaking; await sleep(100)) seen.push(await browserProcesses())
  })()
  const countries = ['USA', 'France', 'Spain', 'USA']
  const pictures = await Promise.all(countries.map((country) => take({ grant: grantOf(country) })))
  isTaking = false
  await looking
  const [usa, france, spain, again] = pictures.map(base64)
  expect(new Set([usa, france, spain]).size).toBe(3)
  expect(again).toBe(usa)
  expect(Math.max(...seen.map((processes) => processes.filter(({ isFirst }) => isFirst).length))).toBe(2)
  for (const { commandLine } of seen.flat()) expect(commandLine).not.toContain('eyJ')
})

test('the picture has the whole dashboard, or names the chart that cannot be drawn', async () => {
  const taking = take({ view: { tab: 'TAB-details' }, width: 1000 })
  if (!hasInteractiveTables) {
    // Superset answers 200, and its page cannot draw the chart.
    const error = await failureOf(taking)
    expect(error.charts).toMatchObject([{ name: 'Order Sheet', status: 200 }])
    return
  }
  const { data, contentType, width, height } = await taking
  expect([contentType, width]).toEqual(['image/png', 2000])
  expect(sizeOf(data)).toEqual({ width, height })
  // Higher than the window in which the dashboard opens.
  expect(height).toBeGreaterThan(3_000)
  expect(Math.min(...cornerOf(data))).toBeGreaterThan(200)
})

test('the dark theme is dark, and is refused by releases that do not have it', async () => {
  const taking = take({ theme: 'dark', scale: 1 })
  if (!hasInteractiveTables) {
    expect((await failureOf(taking)).code).toBe('not-supported')
    return
  }
  const { data, width } = await taking
  expect(width).toBe(1200)
  expect(Math.max(...cornerOf(data))).toBeLessThan(60)
})

test('a PDF has one page, as large as the dashboard', async () => {
  const { data, contentType, width, height } = await take({ format: 'pdf' })
  const text = Buffer.from(data).toString('latin1')
  expect([contentType, text.slice(0, 5)]).toEqual(['application/pdf', '%PDF-'])
  expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  const [, right = 0, bottom = 0] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []
  // A point of a PDF is 3/4 px. Chromium rounds the height up.
  expect(Number(right) / 0.75).toBeCloseTo(width, 0)
  expect(Math.abs(Number(bottom) / 0.75 - height)).toBeLessThanOrEqual(1)
})

test('charts that fail are named, and the rule and the answer of Superset are not', async () => {
  const reach = await generateDescriptor(superset, 'reach')
  const id = reach.datasets['reach_virtual']?.id ?? 0
  const rls = [{ clause: "country = 'USA'" }, { clause: 'nope = 7', datasets: [id] }] as const
  const error = await failureOf(
    take({ dashboard: reach, grant: { ...grantOf('USA', 'reach'), rls } }, 'reach'),
  )
  expect(error).toMatchObject({ code: 'snapshot-failed', charts: [{ name: 'Rows of reach_virtual' }] })
  expect(error.message).toMatch(/^Charts of the dashboard failed: Rows of reach_virtual \(4\d\d\)\./)
  expect(inspect(error)).not.toContain('nope')
})

test('a tab of a second group of tabs is in the picture', async () => {
  const picture = (tab: string) => take({ view: { tab } }, 'guided')
  const [left, right] = [await picture('TAB-left1'), await picture('TAB-right2')]
  expect(base64(left)).not.toBe(base64(right))
})

test('a tab that the dashboard does not have is refused', async () => {
  const error = await failureOf(take({ view: { tab: 'TAB-nope' } }))
  expect(error).toMatchObject({ code: 'option-invalid', message: expect.stringContaining('TAB-nope') })
})

test('a dashboard that Superset does not know is refused at once', async () => {
  const dashboard = randomUUID()
  const error = await failureOf(take({ dashboard, grant: { ...grantOf('USA'), dashboards: [dashboard] } }))
  expect(error).toMatchObject({ code: 'snapshot-failed', message: expect.stringContaining('answered 404') })
})

test('a dashboard with allowed domains is shown to a page of one of them only', async () => {
  const enable = (...words: readonly string[]) =>
    typed(['enable', 'empty', '--superset', superset.url, ...words], { env: accountOf(superset) })
  await enable('--allow', 'http://localhost:4000')
  try {
    const error = await failureOf(take({}, 'empty'))
    expect(error).toMatchObject({
      code: 'snapshot-failed',
      message: expect.stringContaining('Set appOrigin'),
    })
    expect((await take({ appOrigin: 'http://localhost:4000' }, 'empty')).width).toBe(2400)
  } finally {
    await enable('--allow-everybody')
  }
})

test.each([
  ['are blocked, and reported', []],
  ['are sent when the app lists the origin', ['other']],
] as const)('requests of a page to another origin %s', async (_what, listed) => {
  const other = await startFaultProxy(superset.url)
  const settings = readSettings({
    ...{ issuer: issuerOf(), grant: grantOf('USA'), dashboard: embedIdOf('compatibility'), browser },
    assetOrigins: listed.map(() => other.url),
  })
  const blocked: string[] = []
  await withPage(settings, new AbortController().signal, async (page) => {
    const hooks = { onError: () => {}, onBlocked: (origin: string) => void blocked.push(origin) }
    await page.goto(await serveAppPage(page, settings, hooks))
    await page.evaluate((url) => fetch(url, { mode: 'no-cors' }).catch(() => {}), `${other.url}/health`)
  })
  await other.stop()
  const isListed = listed.length > 0
  expect(other.calls).toEqual(isListed ? ['/health'] : [])
  expect(blocked).toEqual(isListed ? [] : [other.url])
})

test('a redirect and a WebSocket reach no host that is not listed', async () => {
  const reached: string[] = []
  const inner = createServer((request, response) => {
    reached.push(`${request.url}`)
    response.end()
  }).on('upgrade', ({ url }, socket) => {
    reached.push(`socket ${url}`)
    socket.destroy()
  })
  const { port: innerPort, stop: stopInner } = await listen(inner, '127.0.0.1')
  const address = `127.0.0.1:${innerPort}`
  const asset = createServer((_request, response) => {
    reached.push('asset')
    response.writeHead(302, { location: `http://${address}/redirected` }).end()
  })
  const { port, stop } = await listen(asset, 'localhost')
  const assetUrl = `http://localhost:${port}`
  const settings = readSettings({
    ...{ dashboard: embedIdOf('compatibility'), grant: grantOf('USA'), issuer: issuerOf(), browser },
    assetOrigins: [assetUrl],
  })
  await withPage(settings, new AbortController().signal, async (page) => {
    await page.goto(await serveAppPage(page, settings, { onError() {}, onBlocked() {} }))
    await page.evaluate((url) => fetch(url, { mode: 'no-cors' }).catch(() => {}), assetUrl)
    await page.evaluate(
      (url) => new Promise<void>((resolve) => new WebSocket(url).addEventListener('error', () => resolve())),
      `ws://${address}/socket`,
    )
  })
  await Promise.all([stop(), stopInner()])
  expect(reached).toEqual(['asset'])
})

test('a token that Superset refuses is an error', async () => {
  const other = supersetJwt({ url: superset.url, secret: 'x'.repeat(32), audience: superset.audience })
  expect((await failureOf(take({ issuer: other }))).code).toBe('token-refused')
})

test('an abort and the time limit end a snapshot that waits for charts, and its browser', async () => {
  const proxy = await startFaultProxy(superset.url)
  proxy.suffer(on('/api/v1/chart/data', () => true))
  const leaving = new AbortController()
  const aborted = failureOf(take({ issuer: issuerOf(proxy.url), signal: leaving.signal }))
  const limited = failureOf(take({ issuer: issuerOf(proxy.url), timeoutMs: 10_000 }))
  while (!proxy.calls.some((path) => path.includes('/api/v1/chart/data'))) await sleep(50)
  leaving.abort(new Error('The mail was cancelled.'))
  expect(await aborted).toMatchObject({ message: 'The mail was cancelled.' })
  const error = await limited
  expect(error.code).toBe('snapshot-timeout')
  expect(error.message).toContain('Total Revenue')
  expect(error.charts.map(({ name }) => name)).toContain('Revenue by Country')
  await proxy.stop()
})

test('a browser that ends is an error', async () => {
  const proxy = await startFaultProxy(superset.url)
  const taking = failureOf(take({ issuer: issuerOf(proxy.url) }))
  while (!proxy.calls.some((path) => path.startsWith('/embedded/'))) await sleep(50)
  for (const { id } of await browserProcesses()) process.kill(id, 'SIGKILL')
  expect((await taking).code).toBe('browser-failed')
  await proxy.stop()
})

test('a Chromium that is not there is an error', async () => {
  const error = await failureOf(take({ browser: { executablePath: '/nope/chromium' } }))
  expect(error).toMatchObject({ code: 'browser-failed', message: expect.stringContaining('did not start') })
})

test('the command writes a picture of a tab', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-snapshot-'))
  const [grant, out] = [join(folder, 'grant.json'), join(folder, 'overview.png')]
  await writeFile(grant, JSON.stringify({ viewer: 'ana', rls: clauseOf('USA') }))
  const { executablePath = '' } = browser
  const files = ['--grant', grant, '--out', out, '--chromium', executablePath]
  const words = ['snapshot', 'compatibility', '--superset', superset.url, '--tab', 'Overview', ...files]
  const { exitCode, output, warnings } = await typed(words, { env: accountOf(superset) })
  expect([exitCode, warnings, output]).toEqual([
    0,
    '',
    expect.stringMatching(/^Compatibility: .*overview\.png, 2400 × \d+ px/),
  ])
  expect(sizeOf(await readFile(out)).width).toBe(2400)
  await rm(folder, { recursive: true })
})
