/** Pictures of dashboards of a real Superset. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chromiumOptions } from '../../scripts/browsers/chromium'
import { supersetVersion, toSupersetVersion } from '../../scripts/superset/paths.ts'
import { type Superset, startSuperset } from '../../scripts/superset/serve.ts'
import type { SupersetGrant } from '../../src/server/grant'
import type { Issuer } from '../../src/server/issuer'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { type SnapshotError, type SnapshotOptions, snapshot } from '../../src/snapshot'
import { typed } from '../cli/typed'
import { on, startFaultProxy } from '../helpers/fault-proxy'
import { accountOf, generateDescriptor } from '../helpers/generated-descriptor'

const version = toSupersetVersion(process.env['GUESTPASS_SUPERSET_VERSION'] ?? supersetVersion)
/** In the arguments of each browser of this file, so that it is found among the processes of the machine. */
const MARK = `--guestpass-test-${randomUUID()}`

let superset: Superset
let browser: NonNullable<SnapshotOptions<SupersetGrant>['browser']>
const tokens: string[] = []

beforeAll(async () => {
  superset = await startSuperset({ version })
  const { args, ...options } = await chromiumOptions()
  browser = { ...options, args: [...args, MARK] }
})

afterAll(() => superset?.stop())

afterEach(async () => {
  expect(await browserProcesses()).toEqual([])
})

interface BrowserProcess {
  readonly id: number
  readonly commandLine: string
}

/** The browsers that run now, without the processes that each of them has. */
async function browserProcesses(): Promise<readonly BrowserProcess[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const processes = ids.map(async (id) => {
    const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')
    return { id: Number(id), commandLine }
  })
  return (await Promise.all(processes)).filter(
    ({ commandLine }) => commandLine.includes(MARK) && !commandLine.includes('--type='),
  )
}

function embedIdOf(slug: string): string {
  const dashboard = superset.dashboards.find((candidate) => candidate.slug === slug)
  if (!dashboard) throw new Error(`There is no dashboard ${slug}.`)
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
  expect(Math.max(...seen.map(({ length }) => length))).toBe(2)
  for (const { commandLine } of seen.flat()) expect(commandLine).not.toContain('eyJ')
})

test('the picture has the whole dashboard, in the width, the tab and the theme of the options', async () => {
  const light = await take()
  expect(light).toMatchObject({ contentType: 'image/png', width: 2400 })
  expect(sizeOf(light.data)).toEqual({ width: light.width, height: light.height })
  expect(light.height).toBeGreaterThan(1200)
  const tab = await take({ view: { tab: 'TAB-details' }, width: 1000, scale: 1 })
  expect(sizeOf(tab.data)).toEqual({ width: 1000, height: tab.height })
  expect(tab.height).not.toBe(light.height / 2)
})

test('a PDF has one page, as large as the dashboard', async () => {
  const { data, contentType, width, height } = await take({ format: 'pdf' })
  const text = Buffer.from(data).toString('latin1')
  expect([contentType, text.slice(0, 5)]).toEqual(['application/pdf', '%PDF-'])
  expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  const [, right = 0, bottom = 0] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []
  expect([Math.round(Number(right) / 0.75), Math.round(Number(bottom) / 0.75)]).toEqual([width, height])
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

test('a tab that the dashboard does not have is refused', async () => {
  const error = await failureOf(take({ view: { tab: 'TAB-nope' } }))
  expect(error).toMatchObject({ code: 'option-invalid', message: expect.stringContaining('TAB-nope') })
})

test('a dashboard that Superset does not know is refused at once', async () => {
  const dashboard = randomUUID()
  const error = await failureOf(take({ dashboard, grant: { ...grantOf('USA'), dashboards: [dashboard] } }))
  expect(error).toMatchObject({ code: 'snapshot-failed', message: expect.stringContaining('answered 404') })
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
  const taking = failureOf(take())
  let processes = await browserProcesses()
  for (; processes.length === 0; await sleep(50)) processes = await browserProcesses()
  for (const { id } of processes) process.kill(id, 'SIGKILL')
  expect((await taking).code).toBe('browser-failed')
})

test('a Chromium that is not there is an error', async () => {
  const error = await failureOf(take({ browser: { executablePath: '/nope/chromium' } }))
  expect(error).toMatchObject({ code: 'browser-failed', message: expect.stringContaining('did not start') })
})

test('the command writes a picture of a tab', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-snapshot-'))
  const [grant, out] = [join(folder, 'grant.json'), join(folder, 'details.png')]
  await writeFile(grant, JSON.stringify({ viewer: 'ana', rls: clauseOf('USA') }))
  const { executablePath = '' } = browser
  const files = ['--grant', grant, '--out', out, '--chromium', executablePath]
  const words = ['snapshot', 'compatibility', '--superset', superset.url, '--tab', 'Details', ...files]
  const { exitCode, output } = await typed(words, { env: accountOf(superset) })
  expect([exitCode, output]).toEqual([
    0,
    expect.stringMatching(/^Compatibility: .*details\.png, 2400 × \d+ px/),
  ])
  expect(sizeOf(await readFile(out)).width).toBe(2400)
  await rm(folder, { recursive: true })
})
