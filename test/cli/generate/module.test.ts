import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportNameOf } from '../../../src/cli/generate/export-name'
import { readModule } from '../../../src/cli/generate/read-module'
import { nameOf, type Structure } from '../../../src/cli/generate/structure'
import { nameDashboards, writeModule } from '../../../src/cli/generate/write-module'
import { compileSources } from '../../helpers/compile-sources'
import { randomCases } from '../../helpers/random'
import { type FakeSuperset, startFakeSuperset } from '../fake-superset'
import { typed } from '../typed'
import { type Evaluated, evaluate } from './evaluate'
import { ODD_DASHBOARDS, ODD_DATASETS } from './odd-dashboards'

const FOLDER = 'test/cli/generate/golden'

describe('twelve dashboards with odd names', () => {
  let superset: FakeSuperset

  beforeAll(async () => {
    superset = await startFakeSuperset()
    superset.dashboards.push(...Object.values(ODD_DASHBOARDS))
    for (const [id, dataset] of ODD_DATASETS) superset.datasets.set(id, dataset)
  })

  afterAll(() => superset.stop())

  const generated = async (number: number) => {
    const words = ['generate', String(number), '--superset', superset.url, '--number-collisions']
    const { exitCode, output, warnings } = await typed(words, { env: superset.env })
    expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: '' })
    return `${output}\n`
  }

  test.each(Object.entries(ODD_DASHBOARDS))(
    '%s: the module is as in its golden file',
    async (name, { id }) => {
      const module = await generated(id)
      const file = `${FOLDER}/${name}.ts`
      if (process.env['GUESTPASS_GOLDEN_ANEW']) writeFileSync(file, module)
      expect(module).toBe(readFileSync(file, 'utf8'))
      expect(module).not.toContain('canary')
    },
  )

  test('every golden file belongs to a dashboard', () => {
    const names = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))
    expect(names.sort()).toEqual(Object.keys(ODD_DASHBOARDS).sort())
  })

  test('every name maps to the id that Superset has', async () => {
    for (const { id, structure } of Object.values(ODD_DASHBOARDS)) {
      const [module] = Object.values(evaluate(await generated(id)))
      const filters = (structure?.filters ?? []).map(Object).filter(({ type }) => type !== 'DIVIDER')
      expect(Object.values(module?.filters ?? {}).map((filter) => filter.id)).toEqual(
        expect.arrayContaining(filters.map((filter) => filter.id)),
      )
      expect(Object.keys(module?.filters ?? {})).toHaveLength(filters.length)
    }
  })

  test('the formatter that Biome and Prettier share changes nothing', async () => {
    const modules = await Promise.all(Object.values(ODD_DASHBOARDS).map(({ id }) => generated(id)))
    expect(formatAll(modules)).toEqual(modules)
  })
})

const PRETTIER_DEFAULTS = ['--indent-style=space', '--line-width=80']

/** Formats all sources in one process. Their folder is outside of this package, so its own settings do not apply. */
function formatAll(sources: readonly string[], options: readonly string[] = PRETTIER_DEFAULTS): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'guestpass-format-'))
  try {
    const files = sources.map((source, index) => {
      const file = join(folder, `dashboards-${index}.ts`)
      writeFileSync(file, source)
      return file
    })
    const words = ['format', '--write', ...options, '.']
    const { status, stderr } = spawnSync(resolve('node_modules/.bin/biome'), words, {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return files.map((file) => readFileSync(file, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Names of all kinds. Some of them mean something else to a compiler. */
const NAME = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'Land',
    ' Land',
    'Land (2)',
    '*/',
    '</script>',
    '\u2028',
    '',
    '1',
    'as const',
  ),
)

/** Biome writes letters of rare scripts without quotes, which older compilers may not know. So they are not in these. */
const COMMON_NAME = fc.string({
  unit: fc.constantFrom(
    ...'aZ09_$ .\'"`\\äßжא売ひ한🎯❤️',
    '\u2028',
    '\u200b',
    '\u00a0',
    '__proto__',
    '</script>',
  ),
  maxLength: 40,
})

const STRUCTURE = structuresWith(NAME)

function structuresWith(name: fc.Arbitrary<string>): fc.Arbitrary<Structure> {
  const names = fc.array(name, { maxLength: 8 })
  return fc
    .record({
      title: name,
      slug: fc.option(name),
      crossFilters: fc.boolean(),
      filters: names,
      tabs: names,
      charts: names,
      datasets: names,
      columns: names,
    })
    .map(structureOf)
}

interface Names {
  readonly title: string
  readonly slug: string | null
  readonly crossFilters: boolean
  readonly filters: readonly string[]
  readonly tabs: readonly string[]
  readonly charts: readonly string[]
  readonly datasets: readonly string[]
  readonly columns: readonly string[]
}

function structureOf(names: Names): Structure {
  const { title, slug, crossFilters, filters, tabs, charts, datasets, columns } = names
  return {
    embedId: '7d25f551-9c5a-4d1e-8f0e-000000000001',
    numericId: 1,
    title,
    slug,
    crossFilters,
    filters: filters.map((name, index) => ({
      name: nameOf(name, index),
      id: `NATIVE_FILTER-${index}`,
      kind: 'select',
      datasetId: datasets.length > 0 ? index % datasets.length : undefined,
      column: name,
      multiple: true,
      required: false,
      hasDefault: false,
      inverse: index % 3 === 2,
    })),
    tabs: tabs.map((name, index) => ({ name: nameOf(name, index), id: `TAB-${index}` })),
    charts: charts.map((name, index) => ({
      name: nameOf(name, index),
      id: index,
      kind: name,
      datasetId: undefined,
    })),
    datasets: datasets.map((name, index) => ({
      name: nameOf(name, index),
      id: index,
      table: index % 2 === 0 ? name : undefined,
      columns: [...new Set(columns)].map((column) => ({ name: column, type: 'text' as const })),
      metrics: columns,
    })),
  }
}

const idsOf = (entries: readonly { readonly id: string | number }[]) => entries.map(({ id }) => id)
const sorted = (values: readonly unknown[]) => values.map(String).sort()

function expectSameIds(module: Evaluated, { filters, tabs, charts, datasets }: Structure): void {
  expect(sorted(idsOf(Object.values(module.filters)))).toEqual(sorted(idsOf(filters)))
  expect(sorted(Object.values(module.tabs))).toEqual(sorted(idsOf(tabs)))
  expect(sorted(idsOf(Object.values(module.charts)))).toEqual(sorted(idsOf(charts)))
  expect(sorted(idsOf(Object.values(module.datasets)))).toEqual(sorted(idsOf(datasets)))
  for (const filter of filters) {
    const written = Object.values(module.filters).find(({ id }) => id === filter.id)
    expect(written?.column).toBe(filter.column)
    // The key of the dataset leads to the id of the dataset.
    expect(written?.dataset === undefined ? undefined : module.datasets[written.dataset]?.id).toBe(
      filter.datasetId,
    )
  }
  for (const dataset of datasets) {
    const written = Object.values(module.datasets).find(({ id }) => id === dataset.id)
    expect(sorted(Object.keys(written?.columns ?? {}))).toEqual(
      sorted(dataset.columns.map(({ name }) => name)),
    )
    expect(written?.metrics).toEqual(dataset.metrics)
  }
  for (const { name, id } of tabs) {
    const [key = ''] = Object.entries(module.tabs).find(([, value]) => value === id) ?? []
    expect(key === name || key.startsWith(`${name} (`)).toBe(true)
  }
}

test('any names give a module that compiles and maps back to the same ids', () => {
  fc.assert(
    fc.property(STRUCTURE, (structure) => {
      const source = writeModule(nameDashboards([structure], { numbersCollisions: true }))
      const exported = Object.entries(evaluate(source))
      expect(exported.map(([name]) => name)).toEqual([exportNameOf(structure)])
      for (const [, module] of exported) expectSameIds(module, structure)
    }),
    { numRuns: randomCases(200) },
  )
})

test('any module is a descriptor for the compiler', () => {
  const structures = fc.sample(STRUCTURE, randomCases(100))
  const sources = structures.map((structure, index) => {
    const module = writeModule(nameDashboards([structure], { numbersCollisions: true }))
    const check = `({ ${exportNameOf(structure)} }) satisfies Record<string, import('guestpass').DashboardDescriptor>`
    return [String(index), `${module}export const checked = ${check}\n`] as const
  })
  for (const [index, reported] of compileSources(import.meta.dirname, sources)) {
    expect({ module: sources[Number(index)]?.[1], reported }).toMatchObject({ reported: [] })
  }
})

test('any module is read back as it was written', () => {
  fc.assert(
    fc.property(STRUCTURE, (structure) => {
      const source = writeModule(nameDashboards([structure], { numbersCollisions: true }))
      const again = readModule(source, 'dashboards.ts')
      expect(writeModule(again)).toBe(source)
    }),
    { numRuns: randomCases(200) },
  )
})

test('a formatter with other settings does not keep a module from being read', () => {
  const structures = fc.sample(STRUCTURE, { numRuns: 40, seed: 17 })
  const sources = structures
    .slice(0, 4)
    .map((structure) => writeModule(nameDashboards([structure], { numbersCollisions: true })))
  const formatted = formatAll(sources, [
    '--javascript-formatter-quote-style=single',
    '--semicolons=as-needed',
    '--trailing-commas=none',
    '--line-width=40',
    '--quote-properties=preserve',
  ])
  for (const [index, source] of sources.entries()) {
    expect(formatted[index]).not.toBe(source)
    expect(writeModule(readModule(formatted[index] ?? '', 'dashboards.ts'))).toBe(source)
  }
})

test('the layout of any module is that of the formatter', () => {
  const structures = fc.sample(structuresWith(COMMON_NAME), { numRuns: 100, seed: 17 })
  const numbered = structures.map((structure, index) => ({
    ...structure,
    slug: `d${index}`,
    numericId: index,
  }))
  const source = writeModule(nameDashboards(numbered, { numbersCollisions: true }))
  expect(formatAll([source])).toEqual([source])
})

test.each([
  [{ slug: 'sales', title: 'Anything' }, 'sales'],
  [{ slug: 'video-games', title: 'Anything' }, 'videoGames'],
  [{ slug: null, title: 'Sales Dashboard' }, 'salesDashboard'],
  [{ slug: null, title: 'SQL of 2024' }, 'sqlOf2024'],
  [{ slug: null, title: '2024' }, 'dashboard2024'],
  [{ slug: null, title: '📊' }, 'dashboard7'],
  [{ slug: null, title: '' }, 'dashboard7'],
  [{ slug: null, title: '売上 2024' }, '売上2024'],
  [{ slug: null, title: 'Größe_und  Länge' }, 'größeUndLänge'],
  [{ slug: null, title: 'Long title '.repeat(20) }, 'longTitleLongTitleLongTitleLongTitleLongTitleLong'],
  [{ slug: null, title: 'long'.repeat(50) }, `${'long'.repeat(12)}lo`],
  [{ slug: 'default', title: 'Anything' }, 'defaultDashboard'],
  [{ slug: '__proto__', title: 'Anything' }, 'proto'],
  [{ slug: null, title: "*/ alert('x')" }, 'alertX'],
])('the constant of %j', (titled, name) => {
  expect(exportNameOf({ ...titled, numericId: 7 })).toBe(name)
})
