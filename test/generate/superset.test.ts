import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { installationOf } from '../../scripts/superset/paths.ts'
import { type Evaluated, evaluate } from '../cli/generate/evaluate'
import { typed } from '../cli/typed'
import { accountOf } from '../helpers/generated-descriptor'

const version = inject('version')

const superset = inject('superset')
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestpass-generate-'))
  file = join(folder, 'dashboards.ts')
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

function generate(...words: readonly string[]) {
  return typed(['generate', '--superset', superset.url, ...words], { env: accountOf(superset) })
}

async function generated(...words: readonly string[]): Promise<Readonly<Record<string, Evaluated>>> {
  const { exitCode, output, warnings } = await generate(...words)
  expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: '' })
  return evaluate(output)
}

const idOf = (slug: string) => superset.dashboards.find((dashboard) => dashboard.slug === slug)?.embedId

test(`Superset ${version}: filters of every kind, tabs, charts and the dataset`, async () => {
  const { compatibility } = await generated('compatibility')
  expect(compatibility).toMatchObject({
    embedId: idOf('compatibility'),
    title: 'Compatibility',
    filters: {
      Country: {
        id: 'NATIVE_FILTER-country',
        kind: 'select',
        dataset: 'compatibility_orders',
        column: 'country',
        multiple: true,
        required: false,
        hasDefault: false,
      },
      Ordered: { id: 'NATIVE_FILTER-ordered', kind: 'time', multiple: false, hasDefault: false },
      Quantity: { id: 'NATIVE_FILTER-quantity', kind: 'range', column: 'quantity' },
      Product: { id: 'NATIVE_FILTER-product', kind: 'select', column: 'product', hasDefault: true },
    },
    tabs: { Overview: 'TAB-overview', Details: 'TAB-details' },
    charts: {
      Orders: { kind: 'table', dataset: 'compatibility_orders' },
      'Revenue by Channel': { kind: 'pie', dataset: 'compatibility_orders' },
      'Revenue by Country': { kind: 'echarts_timeseries_bar' },
      'Total Revenue': { kind: 'big_number_total' },
    },
    datasets: {
      compatibility_orders: {
        columns: {
          channel: 'text',
          country: 'text',
          ordered_on: 'time',
          product: 'text',
          quantity: 'number',
          revenue: 'number',
        },
        metrics: expect.arrayContaining(['orders', 'revenue_sum']),
      },
    },
  })
  expect(Object.keys(compatibility?.filters ?? {})).toEqual(['Country', 'Ordered', 'Quantity', 'Product'])
})

test(`Superset ${version}: required filters, the first value as the default, and tabs side by side`, async () => {
  const { guided } = await generated(String(idOf('guided')))
  expect(guided).toMatchObject({
    filters: {
      Country: { id: 'NATIVE_FILTER-needed', multiple: true, required: true, hasDefault: false },
      Product: { id: 'NATIVE_FILTER-first', multiple: false, required: true, hasDefault: true },
    },
    tabs: { Left1: 'TAB-left1', Left2: 'TAB-left2', Right1: 'TAB-right1', Right2: 'TAB-right2' },
  })
})

test(`Superset ${version}: every embedded dashboard, twice with the same bytes, without SQL`, async () => {
  const first = await generate('--number-collisions')
  const second = await generate('--number-collisions')
  expect(second.output).toBe(first.output)
  const exported = Object.values(evaluate(first.output))
  expect(exported.map(({ embedId }) => embedId).sort()).toEqual(
    superset.dashboards.map(({ embedId }) => embedId).sort(),
  )
  expect(first.output).not.toMatch(/\bSELECT\b|\bSUM\(|COUNT\(|sqlExpression|Bicycle/)
})

test(`Superset ${version}: --check notices a filter that was renamed, and a chart that was removed`, async () => {
  await generate('compatibility', '--out', file)
  expect((await generate('--check', '--out', file)).exitCode).toBe(0)
  // The same as a rename in Superset: the name in the file is not the name that Superset has.
  const source = await readFile(file, 'utf8')
  const edited = source
    .replace('    Country: {', '    Land: {')
    .replace(/ {6}id: \d+,\n {6}kind: "pie"/, '      id: 99999,\n      kind: "pie"')
  await writeFile(file, edited)
  const { exitCode, output } = await generate('--check', '--out', file)
  expect(exitCode).toBe(1)
  expect(output).toContain('filter "Land" (NATIVE_FILTER-country) is now called "Country".')
  expect(output).toMatch(
    /chart "Revenue by Channel" \(99999\) was removed\. Another chart of this name has the id \d+\./,
  )
})

test(`Superset ${version}: a dashboard that is not embedded has the line that embeds it`, async () => {
  const database = new DatabaseSync(join(installationOf(version).homeFolder, 'superset.db'), {
    timeout: 10_000,
  })
  const insert =
    "INSERT INTO dashboards (dashboard_title, slug, published, position_json, json_metadata, created_on, changed_on) VALUES ('Not embedded', 'not-embedded', 1, '{}', '{}', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')"
  database.prepare(insert).run()
  try {
    const { exitCode, warnings } = await generate('not-embedded')
    expect(exitCode).toBe(2)
    expect(warnings).toMatch(
      /The dashboard Not embedded \(id \d+\) is not embedded\. Embed it first: npx guestpass enable \d+/,
    )
  } finally {
    database.prepare("DELETE FROM dashboards WHERE slug = 'not-embedded'").run()
    database.close()
  }
})

test(`Superset ${version}: a wrong account is refused with a sentence`, async () => {
  const env = {
    GUESTPASS_SUPERSET_USERNAME: superset.username,
    GUESTPASS_SUPERSET_PASSWORD: 'canary-of-a-wrong-one',
  }
  const { exitCode, warnings } = await typed(['generate', '--superset', superset.url], { env })
  expect(exitCode).toBe(2)
  expect(warnings).toContain('username or password is wrong')
})
