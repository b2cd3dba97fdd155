import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createColours } from '../../src/cli/colours'
import { descriptorOf } from '../../src/cli/generate/object-of'
import { readGrants } from '../../src/cli/isolation/read-grants'
import { showReport } from '../../src/cli/isolation/show'
import type { RuleOfGrant } from '../../src/isolation/report'
import { typed } from './typed'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestpass-grants-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function fileWith(text: string): Promise<string> {
  const file = join(folder, 'grants.json')
  await writeFile(file, text)
  return file
}

test('a grant gets the dashboards of the command, unless it names dashboards', async () => {
  const rls = [{ clause: "country = 'USA'" }]
  const file = await fileWith(
    JSON.stringify({
      usa: { viewer: 'ana', rls, tenants: ['USA'] },
      france: { viewer: 'luc', rls, dashboards: ['d2'] },
    }),
  )
  expect(await readGrants(file, ['d1'])).toEqual({
    usa: { grant: { viewer: 'ana', rls, dashboards: ['d1'] }, tenants: ['USA'] },
    france: { grant: { viewer: 'luc', rls, dashboards: ['d2'] }, tenants: undefined },
  })
})

test.each([
  ['text that is not JSON', 'usa: ana'],
  ['a list', '[{}, {}]'],
  ['one grant', '{"usa":{"viewer":"ana"}}'],
  ['null', 'null'],
])('%s does not contain two grants', async (_what, text) => {
  await expect(readGrants(await fileWith(text), [])).rejects.toThrow(/does not have two grants/)
})

test('refuses tenants that are not a list, and names the grant', async () => {
  const file = await fileWith('{"usa":{"tenants":"USA"},"france":{}}')
  await expect(readGrants(file, [])).rejects.toThrow(/tenants of usa is not a list/)
})

test('names a file that does not exist', async () => {
  await expect(readGrants(join(folder, 'nope.json'), [])).rejects.toThrow(
    /nope\.json cannot be read \(ENOENT\)/,
  )
})

test.each([
  [['isolation', '--superset', 'https://bi.example.com'], /--grants is missing/],
  [['isolation', '--grants', 'x.json', '--tennant', 'country'], /tennant/],
])('%j is wrong use', async (words, message) => {
  const { exitCode, warnings } = await typed(words, {})
  expect(exitCode).toBe(2)
  expect(warnings).toMatch(message)
})

test('adds a number to datasets with the same name', () => {
  const dataset = {
    name: 'orders',
    table: 'orders',
    columns: [{ name: 'country', type: 'text' as const }],
    metrics: [],
  }
  const { datasets, charts } = descriptorOf({
    ...{ embedId: 'd1', numericId: 1, title: 'Sales', slug: null, filters: [], tabs: [] },
    charts: [{ name: 'A', id: 3, kind: 'pie', datasetId: 8 }],
    datasets: [
      { ...dataset, id: 7 },
      { ...dataset, id: 8, table: undefined },
    ],
  } as never)
  expect(Object.keys(datasets)).toEqual(['orders', 'orders (2)'])
  expect(datasets['orders (2)']).toEqual({ id: 8, virtual: true, columns: { country: 'text' }, metrics: [] })
  expect(charts['A']).toEqual({ id: 3, kind: 'pie', dataset: 'orders (2)' })
})

test('a finding names the rules of the grant by their positions', () => {
  const rule = (index: number) => ({ rule: `rls[${index}]`, reaches: 'no' as const })
  const finding = {
    code: 'rule-does-not-reach',
    grant: 'usa',
    dashboard: 'Sales',
    dataset: 'returns',
  } as const
  const report = (rules: readonly RuleOfGrant[]) =>
    showReport(
      {
        outcome: 'leak',
        findings: [{ ...finding, count: 5, message: 'No rule reaches it.', rules }],
        checked: { dashboards: 1, datasets: 1, grants: 2, queries: 9 },
        notProved: [],
      },
      createColours(false, {}),
    ).split('\n')
  expect(report([{ ...rule(0), scope: 'other-datasets' }]).slice(0, 4)).toEqual([
    '✘ usa · Sales · returns',
    '  No rule reaches it. (rule-does-not-reach, 5)',
    '  No rule of the grant is for this dataset.',
    '  rls[0] is for other datasets and does not reach it.',
  ])
  const both = [
    { ...rule(0), scope: 'all-datasets' },
    { ...rule(1), scope: 'this-dataset', reaches: 'yes' },
  ] as const
  expect(report(both).slice(2, 4)).toEqual([
    '  rls[0] is for all datasets and does not reach it.',
    '  rls[1] is for this dataset and reaches its rows.',
  ])
  expect(report([]).slice(2, 3)).toEqual([''])
})
