import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGrant } from '../../src/cli/snapshot/read-grant'
import { typed } from './typed'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestpass-grant-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function fileWith(text: string): Promise<string> {
  const file = join(folder, 'grant.json')
  await writeFile(file, text)
  return file
}

test('a grant has the dashboard of the command, also when the file names others', async () => {
  const rls = [{ clause: "country = 'USA'" }]
  const file = await fileWith(JSON.stringify({ viewer: 'ana', rls, dashboards: ['d2'] }))
  expect(await readGrant(file, 'd1')).toEqual({ viewer: 'ana', rls, dashboards: ['d1'] })
})

test.each([
  ['text that is not JSON', 'viewer: ana'],
  ['a list', '[]'],
  ['null', 'null'],
])('%s has no grant', async (_what, text) => {
  await expect(readGrant(await fileWith(text), 'd1')).rejects.toThrow(/does not have a grant/)
})

const words = ['snapshot', 'sales', '--superset', 'https://bi.example.com', '--grant', 'g.json']

test.each([
  [['snapshot'], /Which dashboard\?/],
  [[...words, 'more', '--out', 'a.png'], /Name only one dashboard. Remove more/],
  [['snapshot', 'sales', '--out', 'a.png'], /--grant is missing/],
  [words, /--out is not a picture/],
  [[...words, '--out', 'a.jpg'], /--out is not a picture/],
  [[...words, '--out', 'a.png', '--theme', 'blue'], /--theme must be light or dark/],
  [[...words, '--out', 'a.png', '--width', 'wide'], /--width is not a whole number/],
  [[...words, '--out', 'a.png', '--timeout', '-1'], /--timeout/],
  [[...words, '--out', 'a.png', '--tabb', 'x'], /tabb/],
])('%j is wrong use', async (wrong, message) => {
  const { exitCode, warnings } = await typed(wrong, {})
  expect(exitCode).toBe(2)
  expect(warnings).toMatch(message)
})
