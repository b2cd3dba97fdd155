import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { descriptorOf } from '../../src/cli/isolation/descriptor-of'
import { readGrants } from '../../src/cli/isolation/read-grants'
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

test('a grant has the dashboards of the command, unless it names its own', async () => {
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
])('%s has no two grants', async (_what, text) => {
  await expect(readGrants(await fileWith(text), [])).rejects.toThrow(/does not have two grants/)
})

test('tenants that are not a list are refused by the name of the grant', async () => {
  const file = await fileWith('{"usa":{"tenants":"USA"},"france":{}}')
  await expect(readGrants(file, [])).rejects.toThrow(/tenants of usa is not a list/)
})

test('a file that is not there is named', async () => {
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

test('datasets with the same name are told apart by their ids', () => {
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
  expect(Object.keys(datasets)).toEqual(['orders (7)', 'orders (8)'])
  expect(datasets['orders (8)']).toEqual({ id: 8, virtual: true, columns: { country: 'text' }, metrics: [] })
  expect(charts['3']).toEqual({ id: 3, kind: 'pie', dataset: 'orders (8)' })
})
