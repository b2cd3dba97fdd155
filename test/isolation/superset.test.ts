/** The proof of isolation finds faults that are planted in a real Superset. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installationOf, supersetVersion, toSupersetVersion } from '../../scripts/superset/paths.ts'
import { type Superset, startSuperset } from '../../scripts/superset/serve.ts'
import type { DashboardDescriptor } from '../../src/core/descriptor'
import { type GrantUnderTest, proveIsolation } from '../../src/isolation/prove-isolation'
import type { SupersetGrant } from '../../src/server/grant'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { typed } from '../cli/typed'
import { accountOf, generateDescriptor } from '../helpers/generated-descriptor'

const version = toSupersetVersion(process.env['GUESTPASS_SUPERSET_VERSION'] ?? supersetVersion)
const TABLE = 'reach_returns'
const VIRTUAL = 'reach_virtual'
/** Before 6.0 a rule for a table does not reach a virtual dataset over it. */
const reachesVirtual = Number.parseInt(version, 10) >= 6
const PLAIN = 'SELECT country, amount FROM reach_returns'

let superset: Superset
let reach: DashboardDescriptor

beforeAll(async () => {
  superset = await startSuperset({ version })
  reach = await generateDescriptor(superset, 'reach')
})

afterAll(async () => {
  setSql(PLAIN)
  await superset?.stop()
})

/** Changes the SQL of the virtual dataset. */
function setSql(sql: string): void {
  const database = new DatabaseSync(`${installationOf(version).homeFolder}/superset.db`, { timeout: 30_000 })
  database.prepare('UPDATE tables SET sql = ? WHERE table_name = ?').run(sql, VIRTUAL)
  database.close()
}

const idOf = (name: string) => reach.datasets[name]?.id ?? 0

type Rules = Exclude<SupersetGrant['rls'], 'all-rows'>

function prove(rulesOf: (country: string) => SupersetGrant['rls'], sql = PLAIN, tenantColumn = 'country') {
  setSql(sql)
  const issuer = supersetJwt({ url: superset.url, secret: superset.guestSecret, audience: superset.audience })
  const grantOf = (country: string): GrantUnderTest => ({
    grant: { viewer: country, dashboards: [reach.embedId], rls: rulesOf(country) },
    tenants: [country],
  })
  const grants = { usa: grantOf('USA'), france: grantOf('France') }
  return proveIsolation({ issuer, dashboards: [reach], grants, tenantColumn: tenantColumn || undefined })
}

const codesOf = ({ findings }: Awaited<ReturnType<typeof prove>>) =>
  [...new Set(findings.map(({ code, dataset }) => `${dataset} ${code}`))].sort()

const inBoth = (...codes: readonly string[]) =>
  [TABLE, VIRTUAL].flatMap((name) => codes.map((code) => `${name} ${code}`))

const own = (country: string): Rules => [{ clause: `country = '${country}'` }]

test('two tenants with a rule for all datasets are kept apart', async () => {
  const report = await prove(own)
  expect(report).toMatchObject({ outcome: 'proved', findings: [] })
  expect(report.checked).toMatchObject({ dashboards: 1, datasets: 2, grants: 2 })
  expect(report.notProved.join()).toContain(VIRTUAL)
})

interface Plant {
  readonly rules: (country: string) => SupersetGrant['rls']
  readonly codes: readonly string[]
  readonly sql?: string
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
      rules: (country) => [{ clause: `country = '${country}'`, datasets: [idOf(TABLE)] }],
      codes: ['foreign-rows', 'rule-does-not-reach', 'tenants-overlap'].map((code) => `${VIRTUAL} ${code}`),
      sql: 'SELECT country, amount FROM REACH_RETURNS',
    },
  ],
  [
    'a rule for the table, whose name a UNION writes once as the rule expects it',
    {
      rules: (country) => [{ clause: `country = '${country}'`, datasets: [idOf(TABLE)] }],
      codes: ['foreign-rows', 'rule-does-not-reach', 'tenants-overlap'].map((code) => `${VIRTUAL} ${code}`),
      sql: `${PLAIN} UNION ALL SELECT country, amount FROM REACH_RETURNS`,
    },
  ],
  [
    'a rule for one of two datasets',
    {
      rules: (country) => [{ clause: `country = '${country}'`, datasets: [idOf(VIRTUAL)] }],
      codes: ['foreign-rows', 'rule-does-not-reach', 'tenants-overlap'].map((code) => `${TABLE} ${code}`),
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
      sql: `${PLAIN} UNION ALL SELECT NULL, 5`,
    },
  ],
  [
    'two viewers with the rule of one tenant',
    { rules: () => own('USA'), codes: inBoth('foreign-rows', 'tenants-overlap') },
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
      rules: (country) => [{ clause: `country = '${country}' OR 1 = 1` }],
      codes: inBoth('foreign-rows', 'tenants-overlap'),
    },
  ],
])('%s is found', async (_what, { rules, codes, sql }) => {
  const report = await prove(rules, sql)
  expect(report.outcome).toBe('leak')
  expect(codesOf(report)).toEqual([...codes].sort())
  expect(JSON.stringify(report)).not.toMatch(/USA|France|Spain|1 = 1/)
})

test('a rule that does not arrive is found without a column of tenants', async () => {
  const rules = (country: string): Rules => [{ clause: `country = '${country}'`, datasets: [424_242] }]
  const report = await prove(rules, PLAIN, '')
  expect(report.outcome).toBe('leak')
  expect(codesOf(report)).toEqual(inBoth('rule-does-not-reach').sort())
})

test.each<readonly [string, (country: string) => SupersetGrant['rls'], string]>([
  ['a viewer without rows', () => [{ clause: '1 = 0' }], 'no-rows'],
  ['a rule on a column that does not exist', () => [{ clause: 'nope = 7' }], 'query-fails'],
])('%s proves nothing', async (_what, rulesOf, code) => {
  const report = await prove(rulesOf)
  expect(report.outcome).toBe('nothing-proved')
  expect(report.findings.map((finding) => finding.code)).toContain(code)
})

test('the command prints the findings and the outcome, and exits with it', async () => {
  setSql(PLAIN)
  const folder = await mkdtemp(join(tmpdir(), 'guestpass-isolation-'))
  const file = join(folder, 'grants.json')
  const run = async (rules: (country: string) => Rules) => {
    const grantOf = (country: string) => ({ viewer: country, rls: rules(country), tenants: [country] })
    await writeFile(file, JSON.stringify({ usa: grantOf('USA'), france: grantOf('France') }))
    const words = ['isolation', 'reach', '--superset', superset.url, '--grants', file, '--tenant', 'country']
    return typed(words, { env: accountOf(superset) })
  }
  const apart = await run(own)
  expect([apart.exitCode, apart.output]).toEqual([0, expect.stringContaining('The tenants are kept apart.')])
  const open = await run(() => [{ clause: '1 = 1' }])
  expect([open.exitCode, open.output]).toEqual([1, expect.stringContaining('usa · Reach · reach_returns')])
  expect(open.output).not.toMatch(/1 = 1|USA|France/)
  const empty = await run(() => [{ clause: '1 = 0' }])
  expect([empty.exitCode, empty.output]).toEqual([2, expect.stringContaining('Nothing is proved.')])
  await rm(folder, { recursive: true })
})
