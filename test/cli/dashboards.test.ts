import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeSuperset, startFakeSuperset, uuidOf } from './fake-superset'
import { type Circumstances, typed } from './typed'

let superset: FakeSuperset

beforeEach(async () => {
  superset = await startFakeSuperset()
})

afterEach(() => superset.stop())

const list = (words: readonly string[] = [], circumstances: Circumstances = {}) =>
  typed(['dashboards', '--superset', superset.url, ...words], {
    env: superset.env,

    ...circumstances,
  })

function embedded(id: number, ...allowed_domains: readonly string[]) {
  return { embedding: { uuid: uuidOf(id), allowed_domains } }
}

function fill(): void {
  superset.dashboards.push(
    {
      id: 1,
      title: 'Sales',
      slug: 'sales',
      ...embedded(1, 'https://app.example.com', 'http://localhost:3000'),
    },
    { id: 2, title: '売上', ...embedded(2) },
    { id: 13, title: 'Video Games', slug: 'games' },
  )
}

test('prints a table with the embed id and the allowed domains of each dashboard', async () => {
  fill()
  const { exitCode, output } = await list()
  expect(exitCode).toBe(0)
  expect(output).toBe(`ID  TITLE        SLUG   EMBED ID                              MAY BE SHOWN BY
1   Sales        sales  7d25f551-9c5a-4d1e-8f0e-000000000001  https://app.example.com, http://localhost:3000
13  Video Games  games  not embedded                          -
2   売上         -      7d25f551-9c5a-4d1e-8f0e-000000000002  every site`)
})

test('marks a domain that no page matches', async () => {
  superset.dashboards.push({
    id: 1,
    title: 'Sales',
    ...embedded(1, 'app.example.com', 'https://*.example.com'),
  })
  expect((await list()).output).toContain(
    'app.example.com (matches nobody), https://*.example.com (matches nobody)',
  )
})

test('prints a few lines for each dashboard when the terminal is too narrow', async () => {
  fill()
  const { output } = await list([], { columns: 80, env: { ...superset.env, NO_COLOR: '1' } })
  expect(output.split('\n\n')[0]).toBe(`  1 Sales
    SLUG             sales
    EMBED ID         7d25f551-9c5a-4d1e-8f0e-000000000001
    MAY BE SHOWN BY  https://app.example.com, http://localhost:3000`)
  expect((await list([], { columns: 200 })).output).toContain('TITLE')
})

test('reads every page of dashboards, and sorts the list', async () => {
  for (let id = 1; id <= 10; id++) superset.dashboards.push({ id, title: `Dashboard ${id}` })
  const { output } = await list(['--json'])
  const ids = (JSON.parse(output) as readonly { readonly id: number }[]).map(({ id }) => id)
  expect(ids).toEqual([1, 10, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('prints JSON for another program', async () => {
  fill()
  const { output } = await list(['--json'])
  expect(JSON.parse(output)).toEqual([
    {
      id: 1,
      title: 'Sales',
      slug: 'sales',
      embedId: uuidOf(1),
      allowedDomains: ['https://app.example.com', 'http://localhost:3000'],
    },
    { id: 13, title: 'Video Games', slug: 'games', embedId: null, allowedDomains: null },
    { id: 2, title: '売上', slug: null, embedId: uuidOf(2), allowedDomains: [] },
  ])
})

test('escapes terminal control characters in titles', async () => {
  superset.dashboards.push({ id: 1, title: '\u001b]0;owned\u0007' })
  expect((await list()).output).toContain('\\u001b]0;owned\\u0007')
})

test('escapes line breaks and bidirectional controls in titles, also in JSON', async () => {
  superset.dashboards.push({ id: 1, title: 'Sales\n2   Finance\u009b\u061c' })
  expect((await list()).output.split('\n')).toHaveLength(2)
  const { output } = await list(['--json'])
  expect(output).toContain('\\u009b\\u061c')
  expect(JSON.parse(output)).toMatchObject([{ title: 'Sales\n2   Finance\u009b\u061c' }])
})

test('omits entries that are not dashboards', async () => {
  const result = [null, 'x', { id: { toString: 1 } }, { id: '1\u001b' }, { id: 7, dashboard_title: {} }]
  superset.answerWith(({ path }) =>
    path === '/api/v1/dashboard/' ? { status: 200, body: { count: 5, result } } : undefined,
  )
  const { exitCode, output } = await list(['--json'])
  expect(exitCode).toBe(0)
  expect(JSON.parse(output)).toMatchObject([{ id: 7, title: '', slug: null }])
})

describe('an empty list', () => {
  test('is an empty JSON list, with a warning', async () => {
    const { exitCode, output, warnings } = await list(['--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(output)).toEqual([])
    expect(warnings).toBe('No dashboards that this account may see.')
  })

  test('has an explanation when the permissions of Public cause it', async () => {
    superset.answerWith(({ path }) =>
      path === '/api/v1/dashboard/' ? { status: 200, body: { count: 0, result: [] } } : undefined,
    )
    expect((await list()).warnings).toContain('Take can_read on Dashboard from Public')
  })
})

test('names a permission that the account lacks', async () => {
  superset.answerWith(({ path }) =>
    path === '/api/v1/dashboard/' ? { status: 403, body: { message: 'Forbidden' } } : undefined,
  )
  const { exitCode, warnings } = await list()
  expect(exitCode).toBe(2)
  expect(warnings).toContain("answered 403: the account's roles lack can_read on Dashboard.")
})

test('prints exactly what the guide shows', async () => {
  const guide = await readFile('docs/cli.md', 'utf8')
  const [, shown = ''] = /\nPassword of ada:\n(ID .*?)\n```/s.exec(guide) ?? []
  const [one = '', two = ''] = shown.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g) ?? []
  const domains = ['https://app.example.com', 'http://localhost:3000']
  superset.dashboards.push(
    { id: 1, title: 'Sales Dashboard', slug: 'sales', embedding: { uuid: one, allowed_domains: domains } },
    { id: 2, title: 'Video Game Sales', slug: 'video-games', embedding: { uuid: two, allowed_domains: [] } },
    { id: 13, title: 'World Bank' },
  )
  expect((await list()).output).toBe(shown)
})
