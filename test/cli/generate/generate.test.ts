import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type FakeDashboard,
  type FakeStructure,
  type FakeSuperset,
  startFakeSuperset,
  uuidOf,
} from '../fake-superset'
import { typed } from '../typed'
import { chartAnswer, datasetAnswer, filterAnswer, layoutAnswer } from './answers'

let superset: FakeSuperset
let folder: string
let file: string

const STRUCTURE: FakeStructure = {
  filters: [
    filterAnswer('country', 'Country', 'filter_select', { dataset: 3, column: 'country' }),
    filterAnswer('quantity', 'Quantity', 'filter_range', { dataset: 3, column: 'quantity' }),
  ],
  positions: layoutAnswer([
    ['overview', 'Overview', [[12]]],
    ['details', 'Details', [[13]]],
  ]),
  charts: [chartAnswer(12, 'Total', 'big_number_total', 3), chartAnswer(13, 'Orders', 'table', 3)],
}

const ORDERS = datasetAnswer(3, 'orders', { country: 1, quantity: 0 }, ['revenue'])

const SALES: FakeDashboard = {
  id: 1,
  title: 'Sales',
  slug: 'sales',
  embedding: { uuid: uuidOf(1), allowed_domains: [] },
  structure: STRUCTURE,
}

beforeEach(async () => {
  superset = await startFakeSuperset()
  folder = await mkdtemp(join(tmpdir(), 'guestpass-generate-'))
  file = join(folder, 'src/dashboards.ts')
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'package.json'), '{}')
  superset.dashboards.push(
    SALES,
    { id: 2, title: 'Costs' },
    { id: 4, title: 'Games', embedding: { uuid: uuidOf(4), allowed_domains: [] } },
  )
  superset.datasets.set(...ORDERS)
})

afterEach(async () => {
  await superset.stop()
  await rm(folder, { recursive: true })
})

const generate = (...words: readonly string[]) =>
  typed(['generate', '--superset', superset.url, ...words], { env: superset.env })

/** Replaces the only structured dashboard of the fake Superset. */
function change(changes: Partial<FakeDashboard>): void {
  superset.dashboards[0] = { ...SALES, ...changes }
}

describe('the module', () => {
  test('is a module with every embedded dashboard, in the order of the constants', async () => {
    const { exitCode, output } = await generate()
    expect(exitCode).toBe(0)
    expect(output.match(/^export const .*/gm)).toEqual(['export const games = {', 'export const sales = {'])
  })

  test.each([
    ['number', '1'],
    ['slug', 'sales'],
    ['title', 'SALES'],
    ['embed id', uuidOf(1)],
  ])('is only the dashboard that is named by its %s', async (_, name) => {
    const { output } = await generate(name)
    expect(output.match(/^export const .*/gm)).toEqual(['export const sales = {'])
  })

  test('has a dashboard once that is named twice', async () => {
    const { output } = await generate('1', 'sales', uuidOf(1))
    expect(output.match(/^export const .*/gm)).toEqual(['export const sales = {'])
  })

  test('has the same bytes whatever order Superset lists charts, columns and dashboards in', async () => {
    const { output } = await generate()
    superset.dashboards.reverse()
    const reversed: FakeStructure = { ...STRUCTURE, charts: [...STRUCTURE.charts].reverse() }
    superset.dashboards.splice(superset.dashboards.indexOf(SALES), 1, { ...SALES, structure: reversed })
    superset.datasets.set(...datasetAnswer(3, 'orders', { quantity: 0, country: 1 }, ['revenue']))
    expect((await generate()).output).toBe(output)
  })

  test('contains no SQL, no default values, no password and no address of Superset', async () => {
    change({
      structure: {
        ...STRUCTURE,
        filters: [filterAnswer('a', 'Customer', 'filter_select', { value: ['canary-of-a-row'] })],
      },
    })
    const { output } = await generate()
    expect(output).toContain('hasDefault: true')
    expect(output).not.toContain('canary')
    expect(output).not.toContain(superset.url)
  })
})

describe('the file', () => {
  test('is written, and a person reads what is in it', async () => {
    const { exitCode, output } = await generate('sales', '--out', file)
    expect(exitCode).toBe(0)
    expect(output).toBe(`${file} is written.\n\n  sales  Sales  2 filters, 2 tabs, 2 charts, 1 dataset`)
    expect(await readFile(file, 'utf8')).toBe(`${(await generate('sales')).output}\n`)
  })

  test('is replaced when it was generated, and not written again when it is the same', async () => {
    await generate('sales', '--out', file)
    expect((await generate('sales', '--out', file)).output).toContain('is up to date.')
    expect((await generate('--out', file)).output).toContain('is written.')
    expect(await readFile(file, 'utf8')).toContain('export const games')
  })

  test('is not replaced when the app wrote it', async () => {
    await writeFile(file, 'export const mine = 1\n')
    const { exitCode, warnings } = await generate('--out', file)
    expect(exitCode).toBe(2)
    expect(warnings).toContain('was not written by guestpass generate, so it is not replaced')
    expect(await readFile(file, 'utf8')).toBe('export const mine = 1\n')
    expect(superset.calls).toEqual([])
  })

  test.each([
    ['in a folder that does not exist', 'nowhere/dashboards.ts', 'cannot be written (ENOENT)'],
    ['that is not TypeScript', 'dashboards.json', '--out is not a TypeScript file'],
  ])('%s is refused', async (_, name, warning) => {
    const { exitCode, warnings } = await generate('--out', join(folder, name))
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
  })
})

describe('names that collide', () => {
  beforeEach(() =>
    change({
      structure: {
        filters: [filterAnswer('a', 'Land'), filterAnswer('b', ' Land ')],
        positions: layoutAnswer([
          ['x', 'Tab'],
          ['y', 'Tab'],
        ]),
        charts: [chartAnswer(1, 'returns', 'pie', 3), chartAnswer(2, 'returns', 'table', 3)],
      },
    }),
  )

  test('are an error that names both ids of each, and how to rename', async () => {
    const { exitCode, output, warnings } = await generate('--out', file)
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' })
    expect(warnings).toContain(
      '"Sales": the filters NATIVE_FILTER-a and NATIVE_FILTER-b are called "Land". Rename one of them',
    )
    expect(warnings).toContain('"Sales": the tabs TAB-x and TAB-y are called "Tab".')
    expect(warnings).toContain('"Sales": the charts 1 and 2 are called "returns".')
    expect(warnings).toContain('--number-collisions')
    expect(warnings).toMatch(/\(descriptor-invalid\)\nSee npx guestpass explain descriptor-invalid$/)
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  test('get numbers with --number-collisions', async () => {
    const { exitCode, output } = await generate('sales', '--number-collisions')
    expect(exitCode).toBe(0)
    expect(output).toContain('Land: {\n      id: "NATIVE_FILTER-a"')
    expect(output).toContain('"Land (2)": {\n      id: "NATIVE_FILTER-b"')
    expect(output).toContain('"returns (2)": {\n      id: 2')
  })

  test('of two dashboards are an error too', async () => {
    change({})
    superset.dashboards.push({ id: 9, title: 'Sales!', embedding: { uuid: uuidOf(9), allowed_domains: [] } })
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(
      'The dashboards 1 and 9 would both be the constant sales. Change the slug of one of them.',
    )
    const { output } = await generate('--number-collisions')
    expect(output.match(/^export const .*/gm)).toContain('export const sales2 = {')
  })

  test('do not exist for one chart in two places', async () => {
    change({
      structure: {
        ...STRUCTURE,
        positions: layoutAnswer([[12], [12], [12, 'Total, again']]),
      },
    })
    const { exitCode, output } = await generate('sales')
    expect(exitCode).toBe(0)
    expect(output.match(/id: 12,/g)).toHaveLength(2)
    expect(output).toContain('"Total, again": {')
  })
})

describe('bad input ends with a sentence and the next command', () => {
  test.each([
    ['a dashboard that does not exist', ['slaes'], 'This account cannot see a dashboard slaes. Is it Sales?'],
    [
      'an embed id of another Superset',
      [uuidOf(99)],
      `No dashboard has the embed id ${uuidOf(99)}. guestpass dashboards lists`,
    ],
    [
      'a dashboard that is not embedded',
      ['Costs'],
      'The dashboard Costs (id 2) is not embedded. Embed it first: npx guestpass enable 2 --superset',
    ],
    ['--check without a file', ['--check'], '--check needs the file'],
    ['--check with a name', ['--check', '--out', 'x.ts', 'sales'], 'Remove the names of dashboards'],
    ['--json without --check', ['--json'], '--json belongs to --check'],
    [
      'a file that does not exist',
      ['--check', '--out', 'nowhere.ts'],
      'nowhere.ts does not exist. Generate it first: npx guestpass generate',
    ],
  ])('%s', async (_, words, warning) => {
    const { exitCode, output, warnings } = await generate(...words)
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' })
    expect(warnings).toContain(warning)
  })

  test('no dashboard is embedded', async () => {
    superset.dashboards.splice(0, 3, { id: 2, title: 'Costs' })
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain('None of the 1 dashboards that this account may see is embedded.')
    expect(warnings).toContain('npx guestpass enable <dashboard> --superset')
  })

  test('Superset is down', async () => {
    await superset.stop()
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain('(ECONNREFUSED): nothing listens there. (unreachable)')
    expect(warnings).toContain('npx guestpass explain unreachable')
  })

  test('the account is another', async () => {
    const { exitCode, warnings } = await typed(['generate', '--superset', superset.url], {
      env: { ...superset.env, GUESTPASS_SUPERSET_PASSWORD: 'canary-wrong' },
    })
    expect(exitCode).toBe(2)
    expect(warnings).toContain('username or password is wrong, or --provider (db or ldap).')
    expect(warnings).toContain('npx guestpass explain login-refused')
    expect(warnings).not.toContain('canary-wrong')
  })

  test.each([
    ['/api/v1/dashboard/1', 'can_read on Dashboard'],
    ['/api/v1/dashboard/1/charts', 'can_read on Dashboard'],
    ['/api/v1/dataset/3', 'can_read on Dataset'],
  ])('the account lacks the right to read %s', async (path, right) => {
    superset.answerWith((request) =>
      request.path === path ? { status: 403, body: { message: 'Forbidden' } } : undefined,
    )
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(`${path} answered 403: the account's roles lack ${right}.`)
  })

  test.each([
    ['/api/v1/dashboard/1', { json_metadata: '{' }, 'json_metadata of dashboard 1 is not JSON'],
    ['/api/v1/dashboard/1', { position_json: '{' }, 'position_json of dashboard 1 is not JSON'],
  ])('a dashboard is broken: %s %j', async (path, result, warning) => {
    superset.answerWith((request) => (request.path === path ? { status: 200, body: { result } } : undefined))
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
  })

  test('a layout without an end', async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        index === 0 ? 'ROOT_ID' : `TAB-${index}`,
        { type: index === 0 ? 'ROOT' : 'TAB', children: [`TAB-${index + 1}`], meta: { text: 'x' } },
      ]),
    )
    change({ structure: { ...STRUCTURE, positions: deep } })
    const { exitCode, warnings } = await generate()
    expect(exitCode).toBe(2)
    expect(warnings).toContain('more than 50 levels deep')
  })
})

test('a dataset that the account cannot read is left out with a warning', async () => {
  superset.datasets.clear()
  const { exitCode, output, warnings } = await generate('sales')
  expect(exitCode).toBe(0)
  expect(warnings).toContain('Dataset 3 does not exist, or this account may not read it.')
  expect(output).toContain('datasets: {},')
  expect(output).not.toContain('dataset:')
})

test('answers that are not structures do no harm', async () => {
  const positions = { ROOT_ID: { children: ['ROOT_ID', 'A', 7, null] }, A: null, B: { type: 'CHART' } }
  const filters = [
    null,
    'x',
    { id: 7 },
    { id: 'NATIVE_FILTER-x', targets: [null], controlValues: 'x' },
  ] as readonly object[]
  const charts = [null, { id: 'x' }, { id: 5 }] as readonly object[]
  change({ structure: { positions, filters, charts } })
  const { exitCode, output } = await generate('sales')
  expect(exitCode).toBe(0)
  expect(output).toContain('"NATIVE_FILTER-x": {')
  expect(output).toContain('"5": {')
})

test('the guide shows what is written', async () => {
  const guide = await readFile('docs/generate.md', 'utf8')
  const [, shown = ''] = /```ts\n\/\/ dashboards\.ts\n([\s\S]*?)```/.exec(guide) ?? []
  const [embedId = ''] = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(shown) ?? []
  superset.dashboards.splice(0, 3, {
    id: 1,
    title: 'Sales Dashboard',
    slug: 'sales',
    embedding: { uuid: embedId, allowed_domains: [] },
    structure: {
      filters: [{ ...STRUCTURE.filters[0], id: 'NATIVE_FILTER-HX2lV--Ya' }],
      positions: layoutAnswer([['d-E0Zc1cTH', '🎯 Sales Overview', [['4fthLQmdX', 'By month', [[12]]]]]]),
      charts: [chartAnswer(12, 'Total Revenue', 'big_number_total', 3)],
    },
  })
  superset.datasets.set(
    ...datasetAnswer(3, 'orders', { country: 1, ordered_on: 2, revenue: 0 }, ['revenue_sum']),
  )
  expect(`${(await generate()).output}\n`).toBe(shown)
  const { output } = await generate('sales', '--out', file)
  expect(guide).toContain(output.replace(file, 'src/dashboards.ts'))
})
