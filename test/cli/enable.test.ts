import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readOrigin } from '../../src/cli/enable/origin'
import { type FakeSuperset, startFakeSuperset, uuidOf } from './fake-superset'
import { typed } from './typed'

let superset: FakeSuperset

beforeEach(async () => {
  superset = await startFakeSuperset()
  superset.dashboards.push(
    { id: 1, title: 'Sales', slug: 'sales' },
    { id: 2, title: 'Twice' },
    { id: 3, title: 'Twice', slug: 'second' },
    { id: 4, title: '2' },
  )
})

afterEach(() => superset.stop())

const enable = (...words: readonly string[]) =>
  typed(['enable', '--superset', superset.url, ...words], { env: superset.env })

const domains = (id = 1) => superset.dashboards.find((one) => one.id === id)?.embedding?.allowed_domains

function embed(...allowed_domains: readonly string[]): void {
  const [sales] = superset.dashboards
  if (sales) sales.embedding = { uuid: uuidOf(1), allowed_domains }
}

const writes = () => superset.calls.filter((call) => /^(POST|PUT) .*embedded$/.test(call))

test('embeds a dashboard, and prints its embed id and the line to paste', async () => {
  const { exitCode, output } = await enable(
    'Sales',
    '--allow',
    'app.example.com',
    '--allow',
    'localhost:3000',
  )
  expect(exitCode).toBe(0)
  expect(domains()).toEqual(['https://app.example.com', 'http://localhost:3000'])
  expect(output).toBe(`Sales (id 1) is embedded now.

  embed id          7d25f551-9c5a-4d1e-8f0e-000000000001
  may be shown by   https://app.example.com  new, with the https:// that it lacked
                    http://localhost:3000  new, with the http:// that it lacked

  <EmbeddedDashboard id="7d25f551-9c5a-4d1e-8f0e-000000000001" />`)
})

test('changes nothing on a second run, and reports that', async () => {
  await enable('sales', '--allow', 'https://app.example.com')
  const { exitCode, output } = await enable('sales', '--allow', 'https://app.example.com/')
  expect(exitCode).toBe(0)
  expect(output).toContain('Sales (id 1) was embedded so already.')
  expect(writes()).toHaveLength(1)
})

describe('a domain that was already allowed', () => {
  test('stays, and the dashboard keeps its embed id', async () => {
    embed('https://old.example.com', 'https://app.example.com/path')
    const { output } = await enable('1', '--allow', 'https://new.example.com', '--allow', 'app.example.com')
    expect(domains()).toEqual([
      'https://old.example.com',
      'https://app.example.com/path',
      'https://new.example.com',
    ])
    expect(output).toContain('was embedded, and is for these pages now')
    expect(output).toContain(uuidOf(1))
  })

  test('gets its scheme when it is allowed again with a scheme, and otherwise a warning', async () => {
    embed('app.example.com', 'other.example.com', 'https://*.example.com', 'https://app.example.com:443')
    const { output } = await enable('1', '--allow', 'https://app.example.com')
    expect(domains()).toEqual([
      'other.example.com',
      'https://*.example.com',
      'https://app.example.com:443',
      'https://app.example.com',
    ])
    expect(output).toContain('other.example.com  matches nobody: it has no scheme')
    expect(output).toContain('https://*.example.com  matches nobody: patterns are not known')
    expect(output).toContain('https://app.example.com:443  matches nobody: no page is of this origin')
  })

  test('gets its scheme also when it has other letter case, or a slash at its end', async () => {
    embed('App.example.com/', 'LOCALHOST:3000')
    await enable('1', '--allow', 'app.example.com', '--allow', 'localhost:3000')
    expect(domains()).toEqual(['https://app.example.com', 'http://localhost:3000'])
  })

  test('is reported when it was every site and is now restricted', async () => {
    embed()
    const { output } = await enable('1', '--allow', 'https://app.example.com')
    expect(domains()).toEqual(['https://app.example.com'])
    expect(output).toContain('Until now every site could show it')
  })
})

describe('every site', () => {
  test('is allowed by --allow-everybody', async () => {
    embed('https://old.example.com')
    const { output } = await enable('1', '--allow-everybody')
    expect(domains()).toEqual([])
    expect(output).toContain('may be shown by   every site')
  })

  test.each([
    ['no domain', [], 'Give --allow https://app.example.com, or --allow-everybody.'],
    ['an empty name', ['--allow', ''], 'The value of --allow is empty'],
    [
      'both',
      ['--allow', 'https://a.example', '--allow-everybody'],
      'Give --allow or --allow-everybody, not both.',
    ],
  ])('is never allowed by %s', async (_, words, warning) => {
    const { exitCode, warnings } = await enable('1', ...words)
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(superset.calls).toEqual([])
  })
})

test('does not blame the account for a missing dashboard when Public may read dashboards', async () => {
  superset.answerWith(({ path }) =>
    path === '/api/v1/dashboard/' ? { status: 200, body: { count: 0, result: [] } } : undefined,
  )
  const { exitCode, warnings } = await enable('Sales', '--allow', 'https://app.example.com')
  expect(exitCode).toBe(2)
  expect(warnings).toContain('The role Public has can_read on Dashboard')
  expect(warnings).not.toContain('this account may see')
})

describe('the dashboard that is named', () => {
  test.each([
    ['by its id, which goes before a title', '2', 2],
    ['by its slug', 'second', 3],
    ['by its title, whatever its case', 'SALES', 1],
  ])('%s', async (_, name, id) => {
    await enable(name, '--allow', 'https://app.example.com')
    expect(superset.dashboards.filter(({ embedding }) => embedding).map((one) => one.id)).toEqual([id])
  })

  test.each([
    [
      'is more than one',
      'Twice',
      '2 dashboards are called Twice, name one by its id:\n  2  Twice\n  3  Twice (second)',
    ],
    ['does not exist', 'slaes', 'This account cannot see a dashboard slaes. Is it Sales?'],
    [
      'does not exist, and is not like another name',
      'Costs',
      'dashboard Costs. guestpass dashboards lists them.',
    ],
  ])('%s', async (_, name, warning) => {
    const { exitCode, warnings } = await enable(name, '--allow', 'https://app.example.com')
    expect(exitCode).toBe(2)
    expect(warnings).toContain(warning)
    expect(writes()).toEqual([])
  })
})

test.each([
  ['https://App.Example.com', { origin: 'https://app.example.com' }],
  ['https://app.example.com:443/', { origin: 'https://app.example.com' }],
  ['http://app.example.com:8080', { origin: 'http://app.example.com:8080' }],
  ['http://intranet', { origin: 'http://intranet' }],
  ['app.example.com:8443', { origin: 'https://app.example.com:8443', added: 'https' }],
  ['bücher.example', { origin: 'https://xn--bcher-kva.example', added: 'https' }],
  ['localhost', { origin: 'http://localhost', added: 'http' }],
  ['app.localhost:3000', { origin: 'http://app.localhost:3000', added: 'http' }],
  ['127.0.0.1:3000', { origin: 'http://127.0.0.1:3000', added: 'http' }],
  ['[::1]:3000', { origin: 'http://[::1]:3000', added: 'http' }],
  ['192.168.1.7:3000', { origin: 'https://192.168.1.7:3000', added: 'https' }],
  ['localhost.example.com', { origin: 'https://localhost.example.com', added: 'https' }],
])('--allow %s', (value, expected) => {
  expect(readOrigin(value)).toEqual(expected)
})

test.each([
  ['https://app.example.com/dashboards', 'All pages of it: --allow https://app.example.com'],
  ['app.example.com?x=1', 'an origin ends after its host and port'],
  ['https://app.example.com#x', 'an origin ends after its host and port'],
  ['https://*.example.com', 'Superset does not support wildcards'],
  ['*', 'Superset does not support wildcards'],
  ['https://a.example,https://b.example', 'one origin at a time'],
  ['https://a.example https://b.example', 'one origin at a time'],
  ['ftp://app.example.com', 'by http or https'],
  ['file:///index.html', 'by http or https'],
  ['app', 'this is not an origin'],
  ['null', 'this is not an origin'],
  ['https://', 'this is not an origin'],
  ['https:app.example.com', 'this is not an origin'],
  ['//app.example.com', 'this is not an origin'],
  ['app.example.com:99999', 'this is not an origin'],
  ['https://ada:canary@app.example.com', 'without username and password'],
  ['ada:canary@app.example.com', 'without username and password'],
  ['https://ada:canary@', 'without username and password'],
  ['https://ada:can ary@*.example.com', 'without username and password'],
  ['ftp://ada:canary@app.example.com', 'without username and password'],
  ['https://app.example.com/@ada', 'All pages of it: --allow https://app.example.com'],
])('--allow %s is refused with a sentence', (value, sentence) => {
  const refused = (() => {
    try {
      return readOrigin(value)
    } catch (error) {
      return String(error)
    }
  })()
  expect(refused).toContain(sentence)
  expect(refused).not.toContain('canary')
})

test('reports that embedding is off, with the line that turns it on', async () => {
  superset.answerWith(({ path }) =>
    path.startsWith('/embedded/') ? { status: 404, body: '<html>' } : undefined,
  )
  const { exitCode, output } = await enable('1', '--allow', 'https://app.example.com')
  expect(exitCode).toBe(1)
  expect(output).toContain('FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True}')
})

describe('allowed domains are not lost, and not opened to every site, when', () => {
  const answered = (method: string, status: number, body: unknown) =>
    superset.answerWith((request) =>
      request.method === method && request.path.endsWith('/embedded') ? { status, body } : undefined,
    )

  test('a proxy answers 404 in place of Superset', async () => {
    embed('https://old.example.com')
    answered('GET', 404, '<html>')
    expect((await enable('1', '--allow', 'https://app.example.com')).exitCode).toBe(2)
    expect(writes()).toEqual([])
    expect(domains()).toEqual(['https://old.example.com'])
  })

  test.each([[[]], [['https://another.example.com']]])('Superset stores %j', async (allowed_domains) => {
    answered('POST', 200, { result: { uuid: uuidOf(1), allowed_domains } })
    const { exitCode, output, warnings } = await enable('1', '--allow', 'https://app.example.com')
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' })
    expect(warnings).toContain('kept other domains than were sent')
  })
})

test.each(['\u001b[2J', '../../x', '" onLoad={evil} x="'])(
  'neither requests nor prints an invalid embed id: %j',
  async (uuid) => {
    superset.answerWith(({ method, path }) =>
      method === 'POST' && path.endsWith('/embedded')
        ? { status: 200, body: { result: { uuid, allowed_domains: ['https://app.example.com'] } } }
        : undefined,
    )
    const { exitCode, output, warnings } = await enable('1', '--allow', 'https://app.example.com')
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' })
    expect(warnings).not.toContain(uuid)
  },
)

test('accepts the embed id as the name of the dashboard', async () => {
  embed('https://old.example.com')
  await enable(uuidOf(1), '--allow', 'https://app.example.com')
  expect(domains()).toEqual(['https://old.example.com', 'https://app.example.com'])
  const { warnings } = await enable(uuidOf(7), '--allow', 'https://app.example.com')
  expect(warnings).toContain(`This account cannot see a dashboard ${uuidOf(7)}`)
})

test('names a permission that the account lacks', async () => {
  superset.answerWith(({ method, path }) =>
    method === 'POST' && path.endsWith('embedded')
      ? { status: 403, body: { message: 'Forbidden' } }
      : undefined,
  )
  const { exitCode, warnings } = await enable('1', '--allow', 'https://app.example.com')
  expect(exitCode).toBe(2)
  expect(warnings).toContain("the account's roles lack can_set_embedded on Dashboard: Admin has it.")
})

test('prints JSON for another program', async () => {
  const { output } = await enable('1', '--allow', 'app.example.com', '--json')
  expect(JSON.parse(output)).toEqual({
    id: 1,
    title: 'Sales',
    slug: 'sales',
    embedId: uuidOf(1),
    allowedDomains: ['https://app.example.com'],
    isChanged: true,
    pageStatus: 200,
  })
})

test('prints exactly what the guide shows', async () => {
  const guide = await readFile('docs/cli.md', 'utf8')
  const [, name = '', first = '', second = '', shown = ''] =
    /\$ npx guestpass enable (\S+) .*? --allow (\S+) --allow (\S+)\n(.*?)\n```/s.exec(guide) ?? []
  superset.dashboards.splice(0, 4, { id: 1, title: 'Sales Dashboard', slug: 'sales' })
  const { output } = await enable(name, '--allow', first, '--allow', second)
  expect(output.replaceAll(uuidOf(1), 'its embed id')).toBe(
    shown.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'its embed id'),
  )
})
