import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
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

const COUNTRY = filterAnswer('country', 'Country', 'filter_select', { dataset: 3, column: 'country' })
const QUANTITY = filterAnswer('quantity', 'Order Quantity', 'filter_range', {
  dataset: 3,
  column: 'quantity',
})
const TOTAL = chartAnswer(12, 'Total', 'big_number_total', 3)

const STRUCTURE: FakeStructure = {
  filters: [COUNTRY, QUANTITY],
  positions: layoutAnswer([
    ['overview', 'Overview', [[12]]],
    ['details', 'Details'],
  ]),
  charts: [TOTAL],
}

const SALES: FakeDashboard = {
  id: 1,
  title: 'Sales',
  slug: 'sales',
  embedding: { uuid: uuidOf(1), allowed_domains: [] },
  structure: STRUCTURE,
}

beforeEach(async () => {
  superset = await startFakeSuperset()
  superset.dashboards.push(SALES)
  superset.datasets.set(...datasetAnswer(3, 'orders', { country: 1, quantity: 0 }, ['revenue']))
  superset.datasets.set(...datasetAnswer(4, 'returns', { country: 1 }))
  folder = await mkdtemp(join(tmpdir(), 'guestpass-check-'))
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'package.json'), '{}')
  file = join(folder, 'src/dashboards.ts')
  await generate('--out', file)
})

afterEach(async () => {
  await superset.stop()
  await rm(folder, { recursive: true })
})

const generate = (...words: readonly string[]) =>
  typed(['generate', '--superset', superset.url, ...words], { env: superset.env })

const check = (...words: readonly string[]) => generate('--check', '--out', file, ...words)

/** Replaces the dashboard of the fake Superset. */
function change(structure: Partial<FakeStructure>, dashboard: Partial<FakeDashboard> = {}): void {
  superset.dashboards[0] = { ...SALES, ...dashboard, structure: { ...STRUCTURE, ...structure } }
}

test('accepts cross-filters that a person switched on, because they are on by default', async () => {
  change({ crossFilters: true })
  expect((await check()).exitCode).toBe(0)
})

test('exits with 0 and writes nothing when nothing changed', async () => {
  const { exitCode, output } = await check()
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: `${file} matches Superset.` })
})

describe('exits with 1 and lists', () => {
  test.each<[string, string, () => void]>([
    [
      'a filter that was renamed',
      'filter "Country" (NATIVE_FILTER-country) is now called "Land".',
      () => change({ filters: [{ ...COUNTRY, name: 'Land' }, QUANTITY] }),
    ],
    [
      'a filter that was removed',
      'filter "Country" (NATIVE_FILTER-country) was removed.',
      () => change({ filters: [QUANTITY] }),
    ],
    [
      'a filter that was made again under its name',
      'filter "Country" (NATIVE_FILTER-country) was removed. Another filter of this name has the id NATIVE_FILTER-new.',
      () => change({ filters: [{ ...COUNTRY, id: 'NATIVE_FILTER-new' }, QUANTITY] }),
    ],
    [
      'a filter of another kind',
      'filter "Country" (NATIVE_FILTER-country) has another kind: select before, range now.',
      () => change({ filters: [{ ...COUNTRY, filterType: 'filter_range' }, QUANTITY] }),
    ],
    [
      'a filter of another dataset',
      'filter "Country" (NATIVE_FILTER-country) has another dataset: orders (3) before, returns (4) now.',
      () =>
        change({
          filters: [{ ...COUNTRY, targets: [{ datasetId: 4, column: { name: 'country' } }] }, QUANTITY],
        }),
    ],
    [
      'a filter of another column',
      'filter "Order Quantity" (NATIVE_FILTER-quantity) has another column: quantity before, country now.',
      () =>
        change({
          filters: [COUNTRY, { ...QUANTITY, targets: [{ datasetId: 3, column: { name: 'country' } }] }],
        }),
    ],
    [
      'a filter that needs a value now',
      'filter "Country" (NATIVE_FILTER-country) has another required: false before, true now.',
      () => change({ filters: [{ ...COUNTRY, controlValues: { enableEmptyFilter: true } }, QUANTITY] }),
    ],
    [
      'a filter with one value now',
      'filter "Country" (NATIVE_FILTER-country) has another multiple: true before, false now.',
      () => change({ filters: [{ ...COUNTRY, controlValues: { multiSelect: false } }, QUANTITY] }),
    ],
    [
      'a filter that leaves out the chosen values now',
      'filter "Country" (NATIVE_FILTER-country) has another inverse: false before, true now.',
      () => change({ filters: [{ ...COUNTRY, controlValues: { inverseSelection: true } }, QUANTITY] }),
    ],
    [
      'a tab that was renamed',
      'tab "Overview" (TAB-overview) is now called "Start".',
      () =>
        change({
          positions: layoutAnswer([
            ['overview', 'Start', [[12]]],
            ['details', 'Details'],
          ]),
        }),
    ],
    [
      'a tab that was moved into another tab',
      'tab "Details" (TAB-details) is now called "Overview / Details".',
      () => change({ positions: layoutAnswer([['overview', 'Overview', [[12], ['details', 'Details']]]]) }),
    ],
    [
      'a tab that was removed',
      'tab "Details" (TAB-details) was removed.',
      () => change({ positions: layoutAnswer([['overview', 'Overview', [[12]]]]) }),
    ],
    [
      'a chart that was renamed',
      'chart "Total" (12) is now called "Sum".',
      () => change({ charts: [{ ...TOTAL, slice_name: 'Sum' }] }),
    ],
    ['a chart that was removed', 'chart "Total" (12) was removed.', () => change({ charts: [] })],
    [
      'a chart of another kind and dataset',
      'chart "Total" (12) has another kind: big_number_total before, pie now.\n  chart "Total" (12) has another dataset: orders (3) before, returns (4) now.',
      () => change({ charts: [chartAnswer(12, 'Total', 'pie', 4)] }),
    ],
    [
      'a dataset that was renamed',
      'dataset "orders" (3) is now called "sales".\n  dataset "orders" (3) has another table: orders before, sales now.',
      () => superset.datasets.set(...datasetAnswer(3, 'sales', { country: 1, quantity: 0 }, ['revenue'])),
    ],
    [
      'a dataset that is virtual now',
      'dataset "orders" (3) has another table: orders before, none (virtual) now.',
      () =>
        superset.datasets.set(
          ...datasetAnswer(3, 'orders', { country: 1, quantity: 0 }, ['revenue'], 'SELECT 1'),
        ),
    ],
    [
      'a column that was removed, and a metric',
      'column "quantity" of "orders" was removed.\n  metric "revenue" of "orders" was removed.',
      () => superset.datasets.set(...datasetAnswer(3, 'orders', { country: 1 })),
    ],
    [
      'a column of another type',
      'column "country" of "orders" has another type: text before, number now.',
      () => superset.datasets.set(...datasetAnswer(3, 'orders', { country: 0, quantity: 0 }, ['revenue'])),
    ],
    [
      'a dashboard with another title',
      `dashboard "Sales" (${uuidOf(1)}) is now called "Revenue".`,
      () => change({}, { title: 'Revenue' }),
    ],
    [
      'a dashboard that was embedded again',
      `dashboard "Sales" (${uuidOf(1)}) has another embed id: ${uuidOf(1)} before, ${uuidOf(8)} now.`,
      () => change({}, { embedding: { uuid: uuidOf(8), allowed_domains: [] } }),
    ],
    [
      'cross-filters that were switched off',
      `dashboard "Sales" (${uuidOf(1)}) has its cross-filters off. They were on.`,
      () => change({ crossFilters: false }),
    ],
  ])('%s', async (_, line, make) => {
    make()
    const { exitCode, output } = await check()
    expect(exitCode).toBe(1)
    expect(output).toContain(`\nsales\n  ${line}`)
    expect(output).toContain(`npx guestpass generate ${uuidOf(1)} --superset ${superset.url} --out ${file}`)
  })

  test('a dashboard with another number', async () => {
    superset.dashboards[0] = { ...SALES, id: 7 }
    const { exitCode, output } = await check()
    expect(exitCode).toBe(1)
    expect(output).toContain(
      `\nsales\n  dashboard "Sales" (${uuidOf(1)}) has another number: 1 before, 7 now.`,
    )
  })

  test('a dashboard that is not embedded any more, beside others that are', async () => {
    superset.dashboards.push({
      ...SALES,
      id: 2,
      slug: 'games',
      title: 'Games',
      embedding: { uuid: uuidOf(2), allowed_domains: [] },
    })
    await generate('--out', file)
    superset.dashboards.pop()
    const { exitCode, output } = await check()
    expect(exitCode).toBe(1)
    expect(output).toContain(`games\n  dashboard "Games" (${uuidOf(2)}) is not embedded.`)
  })
})

test('something new is listed, and breaks nothing', async () => {
  change({
    filters: [COUNTRY, QUANTITY, filterAnswer('new', 'New')],
    charts: [TOTAL, chartAnswer(13, 'Other', 'pie', 3)],
  })
  const { exitCode, output } = await check()
  expect(exitCode).toBe(0)
  expect(output).toBe(
    `${file} matches Superset.\n\nsales\n  filter "New" (NATIVE_FILTER-new) is new.\n  chart "Other" (13) is new.`,
  )
})

test('a numbered name is not a rename while the names collide', async () => {
  const twice = [filterAnswer('a', 'Land'), filterAnswer('b', 'Land')]
  change({ filters: twice })
  await generate('--out', file, '--number-collisions')
  change({ filters: [...twice].reverse() })
  expect((await check()).exitCode).toBe(0)
  change({ filters: twice.slice(1) })
  expect((await check()).output).toContain('filter "Land (2)" (NATIVE_FILTER-b) is now called "Land".')
})

test('the file is compared as another formatter left it', async () => {
  const source = await readFile(file, 'utf8')
  await writeFile(file, source.replaceAll('"', "'").replaceAll(';', '').replaceAll(',\n', ' ,\n\n'))
  expect((await check()).exitCode).toBe(0)
})

test('the lines of the app that use a name are listed', async () => {
  change({
    filters: [{ ...QUANTITY, name: 'Amount' }],
    positions: layoutAnswer([['overview', 'Start', [[12]]]]),
  })
  const page = `import { sales } from './dashboards'

export const filters = {
  [sales.filters.Country.id]: ['USA'],
  [sales.filters['Order Quantity'].id]: [1, 50],
}
export const tabs = [sales.tabs.Overview]
`
  await writeFile(join(folder, 'src/page.tsx'), page)
  await writeFile(
    join(folder, 'src/other.ts'),
    "export const names = ['Country']\nexport const id = 'TAB-details'\n",
  )
  await writeFile(join(folder, 'src/namesake.ts'), "const sales = { Country: 'TAB-other' }\n")
  await mkdir(join(folder, 'node_modules'))
  await writeFile(join(folder, 'node_modules/x.ts'), page)
  const place = (name: string, line: number) => `${relative('', join(folder, 'src', name))}:${line}`
  const { exitCode, output } = await check('--json')
  expect(exitCode).toBe(1)
  const { changes } = JSON.parse(output)
  expect(changes).toEqual([
    {
      dashboard: 'sales',
      thing: 'filter',
      name: 'Country',
      id: 'NATIVE_FILTER-country',
      what: 'removed',
      uses: [place('page.tsx', 4)],
    },
    {
      dashboard: 'sales',
      thing: 'filter',
      name: 'Order Quantity',
      id: 'NATIVE_FILTER-quantity',
      what: 'name',
      before: 'Order Quantity',
      after: 'Amount',
      uses: [place('page.tsx', 5)],
    },
    {
      dashboard: 'sales',
      thing: 'tab',
      name: 'Overview',
      id: 'TAB-overview',
      what: 'name',
      before: 'Overview',
      after: 'Start',
      uses: [place('page.tsx', 7)],
    },
    {
      dashboard: 'sales',
      thing: 'tab',
      name: 'Details',
      id: 'TAB-details',
      what: 'removed',
      uses: [place('other.ts', 2)],
    },
  ])
  expect((await check()).output).toContain(`is now called "Amount".\n      ${place('page.tsx', 5)}\n`)
})

describe('a file that cannot be compared', () => {
  test('is of another Superset', async () => {
    superset.dashboards[0] = {
      id: 1,
      title: 'Something else',
      embedding: { uuid: uuidOf(77), allowed_domains: [] },
    }
    const { exitCode, warnings } = await check()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(`No dashboard of ${file} is embedded in ${superset.url} (${uuidOf(1)}).`)
    expect(warnings).toContain(
      `npx guestpass generate --superset ${superset.url} --out ${file} (descriptor-invalid)`,
    )
  })

  test.each([
    ['was not generated', () => 'export const sales = {}\n', 'it does not begin as a generated file'],
    [
      'has no dashboard',
      (source: string) => source.split('\n')[0] ?? '',
      'it does not begin as a generated file',
    ],
    ['was cut off', (source: string) => source.slice(0, source.length / 2), 'line '],
    ['calls something', (source: string) => source.replace('numericId: 1', 'numericId: Number(1)'), 'line 5'],
    [
      'lacks a field',
      (source: string) => source.replace('  numericId: 1,\n', ''),
      'numericId is not a number',
    ],
    [
      'has another type',
      (source: string) => source.replace('multiple: true', 'multiple: "yes"'),
      'Country is not a boolean',
    ],
    [
      'has an embed id that is not',
      (source: string) => source.replace(uuidOf(1), 'x'),
      'embedId is not an embed id',
    ],
  ])('%s', async (_, edit, reason) => {
    await writeFile(file, edit(await readFile(file, 'utf8')))
    const { exitCode, warnings } = await check()
    expect(exitCode).toBe(2)
    expect(warnings).toContain(
      `${file} is not a file that guestpass generate wrote, or it was edited (${reason}`,
    )
    expect(warnings).toContain('Generate it again: npx guestpass generate')
  })
})
