/** The proof of isolation finds faults that are planted in a real Superset. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { installationOf } from '../../scripts/superset/paths.ts'
import type { DashboardDescriptor } from '../../src/core/descriptor'
import { type GrantUnderTest, proveIsolation } from '../../src/isolation/prove-isolation'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { typed } from '../cli/typed'
import { accountOf, generateDescriptor } from '../helpers/generated-descriptor'
import { signInAsAdmin } from '../helpers/superset-admin'

const version = inject('version')
const TABLE = 'reach_returns'
const VIRTUAL = 'reach_virtual'
/** Before 6.0 a rule for a table does not reach a virtual dataset over it. */
const reachesVirtual = Number.parseInt(version, 10) >= 6
const PLAIN = 'SELECT country, amount FROM reach_returns'

const superset = inject('superset')
let reach: DashboardDescriptor

beforeAll(async () => {
  reach = await generateDescriptor(superset, 'reach')
})

afterEach(() => plant({}))

/** What a test changes in Superset's database. The virtual dataset reads the table unless it has other SQL. */
interface Changes {
  readonly sql?: string
  /** The dataset whose schema is NULL. The schema of both is `main` otherwise. */
  readonly withoutSchema?: string
}

function plant({ sql = PLAIN, withoutSchema }: Changes): void {
  const database = new DatabaseSync(`${installationOf(version).homeFolder}/superset.db`, { timeout: 30_000 })
  const set = (column: 'sql' | 'schema', value: string | null, table: string) =>
    database.prepare(`UPDATE tables SET ${column} = ? WHERE table_name = ?`).run(value, table)
  set('sql', sql, VIRTUAL)
  for (const name of [TABLE, VIRTUAL]) set('schema', name === withoutSchema ? null : 'main', name)
  database.close()
}

const idOf = (name: string) => reach.datasets[name]?.id ?? 0

type Rules = Exclude<SupersetGrant['rls'], 'all-rows'>

const jwt = () =>
  supersetJwt({ url: superset.url, secret: superset.guestSecret, audience: superset.audience })

function prove(
  rulesOf: (country: string) => SupersetGrant['rls'],
  changes: Changes = {},
  { tenantColumn = 'country', dashboard = reach } = {},
) {
  plant(changes)
  const grantOf = (country: string): GrantUnderTest => ({
    grant: { viewer: country, dashboards: [reach.embedId], rls: rulesOf(country) },
    tenants: tenantColumn ? [country] : undefined,
  })
  const grants = { usa: grantOf('USA'), france: grantOf('France') }
  const common = { issuer: jwt(), dashboards: [dashboard], grants }
  return proveIsolation({ ...common, tenantColumn: tenantColumn || undefined })
}

const codesOf = ({ findings }: Awaited<ReturnType<typeof prove>>) =>
  [...new Set(findings.map(({ code, dataset }) => `${dataset} ${code}`))].sort()

const inBoth = (...codes: readonly string[]) =>
  [TABLE, VIRTUAL].flatMap((name) => codes.map((code) => `${name} ${code}`))

const ownRows = (country: string): Rules => [{ clause: `country = '${country}'` }]
const ownInTable = (country: string): Rules => [{ clause: `country = '${country}'`, datasets: [idOf(TABLE)] }]
const leakIn = (name: string) =>
  ['foreign-rows', 'rule-does-not-reach', 'tenants-overlap'].map((code) => `${name} ${code}`)

/** The dashboard, with only one column of the virtual dataset. */
const withAmountOnly = (): DashboardDescriptor => {
  const virtual = reach.datasets[VIRTUAL]
  if (!virtual) throw new Error('The dashboard has no virtual dataset.')
  return {
    ...reach,
    datasets: { ...reach.datasets, [VIRTUAL]: { ...virtual, columns: { amount: 'number' } } },
  }
}

test('two tenants with a rule for all datasets are kept apart', async () => {
  const report = await prove(ownRows)
  expect(report).toMatchObject({ outcome: 'proved', findings: [] })
  expect(report.checked).toMatchObject({ dashboards: 1, datasets: 2, grants: 2 })
  expect(report.notProved.join()).toContain(VIRTUAL)
})

interface Plant {
  readonly rules: (country: string) => SupersetGrant['rls']
  readonly codes: readonly string[]
  readonly changes?: Changes
}

test.each<readonly [string, Plant]>([
  [
    'a rule that is always true',
    { rules: () => [{ clause: '1 = 1' }], codes: inBoth('foreign-rows', 'tenants-overlap') },
  ],
  ['all rows', { rules: () => 'all-rows', codes: inBoth('all-rows', 'foreign-rows', 'tenants-overlap') }],
  [
    'a rule for another dataset',
    {
      rules: (country) => [{ clause: `country = '${country}'`, datasets: [424_242] }],
      codes: inBoth('foreign-rows', 'rule-does-not-reach', 'tenants-overlap'),
    },
  ],
  [
    'a rule for the table, whose name a virtual dataset writes in capitals',
    {
      rules: ownInTable,
      codes: leakIn(VIRTUAL),
      changes: { sql: 'SELECT country, amount FROM REACH_RETURNS' },
    },
  ],
  [
    'a rule for the table, whose name a UNION writes once as the rule expects it',
    {
      rules: ownInTable,
      codes: leakIn(VIRTUAL),
      changes: { sql: `${PLAIN} UNION ALL SELECT country, amount FROM REACH_RETURNS` },
    },
  ],
  [
    'a rule for the table, whose dataset has no schema, and a virtual dataset that reads main',
    {
      rules: ownInTable,
      codes: leakIn(VIRTUAL),
      changes: { withoutSchema: TABLE, sql: 'SELECT country, amount FROM main.reach_returns' },
    },
  ],
  [
    'a rule for one of two datasets',
    {
      rules: (country) => [{ clause: `country = '${country}'`, datasets: [idOf(VIRTUAL)] }],
      codes: leakIn(TABLE),
    },
  ],
  [
    'a name in double quotes, which the database reads as a text',
    { rules: () => [{ clause: `"org" <> 'x'` }], codes: inBoth('foreign-rows', 'tenants-overlap') },
  ],
  [
    'rows without a tenant',
    {
      rules: (country) => [{ clause: `country = '${country}' OR country IS NULL` }],
      codes: [`${VIRTUAL} rows-without-tenant`],
      changes: { sql: `${PLAIN} UNION ALL SELECT NULL, 5` },
    },
  ],
  [
    'two viewers with the rule of one tenant',
    { rules: () => ownRows('USA'), codes: inBoth('foreign-rows', 'tenants-overlap') },
  ],
  [
    'a clause that Superset cannot put into the SQL of a virtual dataset',
    {
      rules: (country) => [{ clause: `country = '${country}' AND`, datasets: [idOf(TABLE)] }],
      codes: [
        `${TABLE} query-fails`,
        ...['foreign-rows', 'tenants-overlap'].map((code) => `${VIRTUAL} ${code}`),
        ...(reachesVirtual ? [] : [`${VIRTUAL} rule-does-not-reach`]),
      ],
    },
  ],
  [
    'a rule that a value breaks out of',
    {
      rules: (country) => [{ clause: `country = '${country}') OR ('1' = '1'` }],
      codes: inBoth('foreign-rows', 'tenants-overlap'),
    },
  ],
])('%s is found', async (_what, { rules, codes, changes }) => {
  const report = await prove(rules, changes)
  expect(report.outcome).toBe('leak')
  expect(codesOf(report)).toEqual([...codes].sort())
  expect(JSON.stringify(report)).not.toMatch(/USA|France|Spain|1 = 1/)
})

test('a rule that does not arrive is found without a column of tenants', async () => {
  const rules = (country: string): Rules => [{ clause: `country = '${country}'`, datasets: [424_242] }]
  const report = await prove(rules, {}, { tenantColumn: '' })
  expect(report.outcome).toBe('leak')
  expect(codesOf(report)).toEqual(inBoth('rule-does-not-reach').sort())
})

test.each([
  ['a table without the column of tenants', 'SELECT target AS amount FROM reach_targets'],
  ['a sum over everybody', 'SELECT SUM(amount) AS amount FROM REACH_RETURNS'],
])('%s, which no rule reaches, is found', async (_what, sql) => {
  const report = await prove(ownInTable, { sql }, { dashboard: withAmountOnly() })
  expect(report.outcome).toBe('leak')
  expect(codesOf(report)).toEqual([`${VIRTUAL} rule-does-not-reach`])
  const rule = { rule: 'rls[0]', scope: 'other-datasets', reaches: 'no' }
  expect(report.findings.map(({ rules }) => rules)).toEqual([[rule], [rule]])
})

describe('a rule for the table reaches a virtual dataset over it, from Superset 6.0', () => {
  const verdict = async (changes: Changes, options?: Parameters<typeof prove>[2]) => {
    const report = await prove(ownInTable, changes, options)
    return { outcome: report.outcome, codes: codesOf(report) }
  }

  test.each<readonly [string, Changes]>([
    ['plain', {}],
    ['with a schema', { sql: 'SELECT country, amount FROM main.reach_returns' }],
    ['in quotes', { sql: 'SELECT country, amount FROM "main"."reach_returns"' }],
    ['in a CTE', { sql: 'WITH mine AS (SELECT * FROM reach_returns) SELECT country, amount FROM mine' }],
    ['in a sub-select', { sql: 'SELECT country, amount FROM (SELECT * FROM reach_returns) AS inner_rows' }],
    ['in a UNION', { sql: `${PLAIN} UNION ALL ${PLAIN}` }],
    [
      'in a join',
      {
        sql: 'SELECT r.country, r.amount FROM reach_returns r LEFT JOIN reach_targets t ON t.place = r.country',
      },
    ],
    ['by a virtual dataset without a schema', { withoutSchema: VIRTUAL }],
  ])('%s', async (_how, changes) => {
    const expected = reachesVirtual
      ? { outcome: 'proved', codes: [] }
      : { outcome: 'leak', codes: leakIn(VIRTUAL) }
    expect(await verdict(changes)).toEqual(expected)
  })

  test('as NOT INDEXED, which releases before 6.1 cannot read', async () => {
    const sql = 'SELECT country, amount FROM reach_returns NOT INDEXED'
    const codes = [`${VIRTUAL} query-fails`, `${VIRTUAL} reach-unknown`]
    const expected =
      version === '6.1.0' ? { outcome: 'proved', codes: [] } : { outcome: 'nothing-proved', codes }
    expect(await verdict({ sql })).toEqual(expected)
  })

  test('in one sum, whose row is left without the rows of the table', async () => {
    const sql = 'SELECT SUM(amount) AS amount FROM reach_returns'
    const expected = reachesVirtual
      ? { outcome: 'proved', codes: [] }
      : { outcome: 'leak', codes: [`${VIRTUAL} rule-does-not-reach`] }
    expect(await verdict({ sql }, { dashboard: withAmountOnly() })).toEqual(expected)
  })
})

describe('the proof names limits that it cannot check:', () => {
  test('a tenant that the SQL of a virtual dataset writes itself', async () => {
    const report = await prove(ownRows, { sql: "SELECT 'USA' AS country, amount FROM reach_returns" })
    expect(report.outcome).toBe('nothing-proved')
    expect(report.findings).toMatchObject([{ code: 'no-rows', grant: 'france', dataset: VIRTUAL }])
    expect(report.notProved.join()).toContain(VIRTUAL)
  })

  test('a sum over all tenants beside the column of tenants', async () => {
    const sql = 'SELECT DISTINCT country, SUM(amount) OVER () AS amount FROM reach_returns'
    const report = await prove(ownRows, { sql })
    expect(report.outcome).toBe('proved')
    expect(report.notProved.join()).toContain(`already summed: ${VIRTUAL}`)
  })
})

test('a finding names the rules by their places, what each is for, and whether it reaches', async () => {
  const report = await prove(
    (country) => [
      { clause: `country = '${country}'`, datasets: [idOf(TABLE)] },
      { clause: '1 = 1', datasets: [idOf(VIRTUAL)] },
    ],
    { sql: 'SELECT country, amount FROM REACH_RETURNS' },
  )
  expect(codesOf(report)).toEqual([`${VIRTUAL} foreign-rows`, `${VIRTUAL} tenants-overlap`])
  for (const { rules } of report.findings) {
    expect(rules).toEqual([
      { rule: 'rls[0]', scope: 'other-datasets', reaches: 'no' },
      { rule: 'rls[1]', scope: 'this-dataset', reaches: 'yes' },
    ])
  }
})

test('both queries of a mixed chart have the rule of the viewer', async () => {
  const grant = { viewer: 'ana', dashboards: [reach.embedId], rls: ownRows('USA') }
  const { signal } = new AbortController()
  const { token } = await jwt().mint(jwt().parseGrant(grant), [reach.embedId], signal)
  const chart = await createMixedChart()
  const query = (amount: string) => ({
    columns: ['country'],
    metrics: [{ expressionType: 'SQL', sqlExpression: amount, label: 'amount' }],
  })
  const answer = await jwt().askGuestData?.(
    token,
    {
      datasource: { id: idOf(TABLE), type: 'table' },
      queries: [query('SUM(amount)'), query('MAX(amount)')],
      form_data: { slice_id: chart.id, dashboardId: reach.numericId },
      ...{ force: true, result_format: 'json', result_type: 'full' },
    },
    signal,
  )
  await chart.delete()
  const rows = Object(answer?.body).result.map(({ data }: { readonly data: unknown }) => data)
  expect(rows).toEqual([[{ country: 'USA', amount: 3 }], [{ country: 'USA', amount: 2 }]])
})

/** A chart on the dashboard, over the table. */
async function createMixedChart() {
  const send = await signInAsAdmin(superset)
  const params = JSON.stringify({ viz_type: 'mixed_timeseries', metrics: ['count'], metrics_b: ['count'] })
  const response = await send('POST', '/api/v1/chart/', {
    ...{ slice_name: 'Mixed', viz_type: 'mixed_timeseries', params, dashboards: [reach.numericId] },
    ...{ datasource_id: idOf(TABLE), datasource_type: 'table' },
  })
  const { id } = (await response.json()) as { readonly id: number }
  return { id, delete: () => send('DELETE', `/api/v1/chart/${id}`) }
}

test.each<readonly [string, (country: string) => SupersetGrant['rls'], string]>([
  ['a viewer without rows', () => [{ clause: '1 = 0' }], 'no-rows'],
  ['a rule on a column that does not exist', () => [{ clause: 'nope = 7' }], 'query-fails'],
])('%s proves nothing', async (_what, rulesOf, code) => {
  const report = await prove(rulesOf)
  expect(report.outcome).toBe('nothing-proved')
  expect(report.findings.map((finding) => finding.code)).toContain(code)
})

test('the command prints the findings and the outcome, and exits with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-isolation-'))
  const file = join(folder, 'grants.json')
  const run = async (rules: (country: string) => Rules) => {
    const grantOf = (country: string) => ({ viewer: country, rls: rules(country), tenants: [country] })
    await writeFile(file, JSON.stringify({ usa: grantOf('USA'), france: grantOf('France') }))
    const words = ['isolation', 'reach', '--superset', superset.url, '--grants', file, '--tenant', 'country']
    return typed(words, { env: accountOf(superset) })
  }
  const apart = await run(ownRows)
  expect([apart.exitCode, apart.output]).toEqual([0, expect.stringContaining('The tenants are kept apart.')])
  const open = await run(() => [{ clause: '1 = 1' }])
  expect([open.exitCode, open.output]).toEqual([1, expect.stringContaining('usa · Reach · reach_returns')])
  expect(open.output).not.toMatch(/1 = 1|USA|France/)
  const empty = await run(() => [{ clause: '1 = 0' }])
  expect([empty.exitCode, empty.output]).toEqual([2, expect.stringContaining('Nothing is proved.')])
  await rm(folder, { recursive: true })
})
