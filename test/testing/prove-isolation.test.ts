import { describe, expect, test } from 'vitest'
import type { DashboardDescriptor, DescribedDataset } from '../../src/core/descriptor'
import type { Row } from '../../src/core/rows'
import { proveIsolation } from '../../src/isolation/prove-isolation'
import type { RuleOfGrant } from '../../src/isolation/report'
import type { SupersetGrant } from '../../src/server/grant'
import type { Issuer } from '../../src/server/issuer'
import { supersetJwt } from '../../src/server/issuers/superset-jwt'
import { rls } from '../../src/server/rls/rls'
import { sales } from '../helpers/sales-descriptor'

const base = supersetJwt({
  url: 'https://bi.example.com',
  secret: 'the-guest-secret-of-this-test-is-long',
  audience: 'superset',
})

const ROWS: readonly Row[] = [
  { country: 'USA', product: 'a' },
  { country: 'USA', product: 'b' },
  { country: 'France', product: 'c' },
  { country: null, product: 'd' },
]

/** A Superset that knows three kinds of rules: of a country, `1 = 0`, and everything else, which is true. */
function supersetWith(
  rows: readonly Row[],
  { isSummed = false, status = 200 }: { readonly isSummed?: boolean; readonly status?: number } = {},
): Issuer<SupersetGrant> {
  return {
    ...base,
    mint: async (grant) => ({ token: JSON.stringify((grant as SupersetGrant).rls), expiresInSeconds: 300 }),
    async askGuestData(token, body) {
      const { datasource, queries } = Object(body)
      const [{ columns, metrics }] = queries
      const seen = rows.filter((row) => isSeen(row, JSON.parse(token), datasource.id))
      const data =
        metrics.length > 0 ? counted(seen, columns, isSummed) : isSummed ? [{ product: seen.length }] : seen
      return { status, body: { result: [{ data }] }, mentions: () => false }
    },
  }
}

function isSeen({ country }: Row, rls: SupersetGrant['rls'], id: number): boolean {
  if (rls === 'all-rows') return true
  return rls.every(({ clause, datasets }) => {
    if (datasets && !datasets.includes(id)) return true
    const [, name] = /^country = '(\w+)'$/.exec(String(clause)) ?? []
    return name === undefined ? clause !== '1 = 0' : name === country
  })
}

function counted(rows: readonly Row[], [column]: readonly string[], isSummed: boolean): readonly Row[] {
  if (column === undefined) return [{ guestpass_count: isSummed ? 1 : rows.length }]
  const values = [...new Set(rows.map((row) => row[column] ?? null))]
  return values.map((value) => ({
    [column]: value,
    guestpass_count: rows.filter((row) => (row[column] ?? null) === value).length,
  }))
}

const dashboard: DashboardDescriptor = { ...sales, datasets: { orders: sales.datasets.orders } }

const grantOf = (clause: string, tenants?: readonly string[]) => ({
  grant: {
    viewer: 'ana',
    dashboards: [dashboard.embedId],
    rls: [{ clause }] as const,
  } satisfies SupersetGrant,
  tenants,
})
/** The same without a list of their tenants. */
const UNLISTED = { usa: grantOf("country = 'USA'"), france: grantOf("country = 'France'") }
const APART = { usa: grantOf("country = 'USA'", ['USA']), france: grantOf("country = 'France'", ['France']) }

const prove = (
  issuer: Issuer<SupersetGrant>,
  grants = APART as Readonly<Record<string, ReturnType<typeof grantOf>>>,
) => proveIsolation({ issuer, dashboards: [dashboard], grants, tenantColumn: 'country' })

const codesOf = ({ findings }: Awaited<ReturnType<typeof prove>>) =>
  findings.map(({ code, grant }) => `${grant} ${code}`)

test('two tenants that see their rows are kept apart', async () => {
  const report = await prove(supersetWith(ROWS))
  expect(report).toMatchObject({ outcome: 'proved', findings: [] })
  expect(report.checked).toEqual({ dashboards: 1, datasets: 1, grants: 2, queries: 4 })
})

describe('nothing counts as proved that was not compared', () => {
  const WIDE = { usa: grantOf('1 = 1'), france: grantOf('1 = 1') }

  test('a column of tenants that no dataset has is refused', async () => {
    const proof = proveIsolation({
      issuer: supersetWith(ROWS),
      dashboards: [dashboard],
      grants: WIDE,
      tenantColumn: 'contry',
    })
    await expect(proof).rejects.toThrow(/tenantColumn contry is not a column.*option-invalid/s)
  })

  test('tenants without the column of tenants are refused', async () => {
    const proof = proveIsolation({ issuer: supersetWith(ROWS), dashboards: [dashboard], grants: APART })
    await expect(proof).rejects.toThrow(/grants\.usa has tenants.*option-invalid/s)
  })

  const other: DashboardDescriptor = {
    ...dashboard,
    embedId: '00000000-0000-4000-8000-000000000002',
    title: 'Other',
  }
  const inOther = (clause: string) => ({
    grant: { ...grantOf(clause).grant, dashboards: [other.embedId] },
    tenants: undefined,
  })

  test('two grants that see one dataset in two dashboards are compared', async () => {
    const rows = ROWS.filter(({ country }) => country !== null)
    const report = await proveIsolation({
      ...{ issuer: supersetWith(rows), dashboards: [dashboard, other], tenantColumn: 'country' },
      grants: { usa: grantOf('1 = 1'), france: inOther('1 = 1') },
    })
    expect(report.outcome).toBe('leak')
    expect(codesOf(report)).toEqual(['usa tenants-overlap', 'france tenants-overlap'])
  })

  test('a dataset that only one grant without tenants sees is not proved', async () => {
    const apart = { ...other, datasets: { orders: { ...sales.datasets.orders, id: 99 } } }
    const report = await proveIsolation({
      ...{ issuer: supersetWith(ROWS), dashboards: [dashboard, apart], tenantColumn: 'country' },
      grants: { usa: grantOf("country = 'USA'"), france: inOther("country = 'France'") },
    })
    expect(report.outcome).toBe('nothing-proved')
    expect(report.notProved[0]).toMatch(/only one grant sees.*: orders\./)
  })
})

describe('a leak', () => {
  test('without tenants in the options is an overlap', async () => {
    const grants = { usa: grantOf('1 = 1'), france: grantOf("country = 'France'") }
    const report = await prove(supersetWith(ROWS), grants)
    expect(report.outcome).toBe('leak')
    expect(codesOf(report)).toEqual([
      'usa rows-without-tenant',
      'usa tenants-overlap',
      'france tenants-overlap',
    ])
  })

  test('counts the rows of other tenants', async () => {
    const grants = { usa: grantOf('1 = 1', ['USA']), france: APART.france }
    const { findings } = await prove(supersetWith(ROWS), grants)
    expect(findings.find(({ code }) => code === 'foreign-rows')).toMatchObject({ count: 1, grant: 'usa' })
  })

  test('is a rule that does not reach the rows', async () => {
    const deaf = { ...supersetWith(ROWS), mint: async () => ({ token: '"all-rows"', expiresInSeconds: 300 }) }
    const report = await prove(deaf)
    expect(codesOf(report)).toContain('usa rule-does-not-reach')
    expect(report.findings[0]).toMatchObject({ count: ROWS.length })
  })
})

describe('a finding names the rules of the grant by their places', () => {
  const foreign = async (rls: SupersetGrant['rls']) => {
    const usa = { grant: { ...APART.usa.grant, rls }, tenants: ['USA'] }
    const { findings } = await proveIsolation({
      issuer: supersetWith(ROWS),
      dashboards: [dashboard],
      grants: { usa, france: APART.france },
      tenantColumn: 'country',
    })
    return findings.find(({ code, grant }) => code === 'foreign-rows' && grant === 'usa')?.rules
  }
  const { id } = dashboard.datasets['orders'] as DescribedDataset

  test.each<readonly [string, SupersetGrant['rls'], readonly RuleOfGrant[]]>([
    ['no rule', 'all-rows', []],
    [
      'a rule for all datasets',
      [{ clause: '1 = 1' }],
      [{ rule: 'rls[0]', scope: 'all-datasets', reaches: 'yes' }],
    ],
    [
      'a rule for this dataset and one for another',
      [
        { clause: "country = 'USA'", datasets: [id + 1] },
        { clause: '1 = 1', datasets: [id + 1, id] },
      ],
      [
        { rule: 'rls[0]', scope: 'other-datasets', reaches: 'no' },
        { rule: 'rls[1]', scope: 'this-dataset', reaches: 'yes' },
      ],
    ],
  ])('%s', async (_what, rls, rules) => {
    expect(await foreign(rls)).toEqual(rules)
  })
})

test('a rule that names the table of a dataset, as ClickHouse needs it, is tested', async () => {
  const { id } = dashboard.datasets['orders'] as DescribedDataset
  const sql = rls('clickhousedb')
  const ofTenant = (country: string) => ({
    grant: {
      ...APART.usa.grant,
      rls: [{ clause: sql.eq('country', country), datasets: [{ id, table: 'orders' }] }] as const,
    },
  })
  const grants = { usa: ofTenant('USA'), france: ofTenant('France') }
  const issuer = supersetWith(ROWS)
  const report = await proveIsolation({ issuer, dashboards: [dashboard], grants })
  expect(report).toMatchObject({ outcome: 'proved', findings: [] })
})

test('a dataset that is one sum always has a row, and that is not a leak', async () => {
  const report = await prove(supersetWith(ROWS, { isSummed: true }))
  expect(codesOf(report).join()).not.toContain('rule-does-not-reach')
})

describe('nothing is proved', () => {
  test('when a grant sees no rows', async () => {
    const report = await prove(supersetWith([{ country: 'USA' }]))
    expect([report.outcome, ...codesOf(report)]).toEqual(['nothing-proved', 'france no-rows'])
  })

  test('when Superset refuses', async () => {
    expect(await prove(supersetWith(ROWS, { status: 400 }))).toMatchObject({ outcome: 'nothing-proved' })
  })

  test('when the grants list other dashboards', async () => {
    const { embedId } = dashboard
    const other = { ...dashboard, embedId: `${embedId.slice(0, -1)}b` }
    const options = {
      issuer: supersetWith(ROWS),
      dashboards: [other],
      grants: APART,
      tenantColumn: 'country',
    }
    expect(await proveIsolation(options)).toMatchObject({ outcome: 'nothing-proved', findings: [] })
  })

  test('about a grant that lists other dashboards', async () => {
    const elsewhere = { ...APART.france.grant, dashboards: ['another'] }
    const grants = { usa: UNLISTED.usa, france: { grant: elsewhere } }
    const report = await proveIsolation({ issuer: supersetWith(ROWS), dashboards: [dashboard], grants })
    expect(report).toMatchObject({ outcome: 'nothing-proved', findings: [] })
    expect(report.notProved[0]).toBe('Grants without these dashboards: france.')
  })

  test('about a dataset that is shared', async () => {
    const options = {
      issuer: supersetWith(ROWS),
      dashboards: [dashboard],
      grants: UNLISTED,
      sharedDatasets: ['orders'],
    }
    expect(await proveIsolation(options)).toMatchObject({
      outcome: 'nothing-proved',
      checked: { datasets: 0 },
    })
  })
})

test('without a tenant column the reach of rules is tested', async () => {
  const report = await proveIsolation({
    issuer: supersetWith(ROWS),
    dashboards: [dashboard],
    grants: UNLISTED,
  })
  expect(report.outcome).toBe('proved')
  expect(report.notProved.join()).toContain('without the tenant column: orders')
})

test.each<readonly [string, Parameters<typeof proveIsolation>[0]]>([
  ['one grant', { issuer: base, dashboards: [dashboard], grants: { usa: APART.usa } }],
  [
    'an issuer that cannot ask',
    { issuer: { ...base, askGuestData: undefined } as never, dashboards: [dashboard], grants: APART },
  ],
])('%s is refused', async (_what, options) => {
  await expect(proveIsolation(options)).rejects.toMatchObject({ code: 'option-invalid' })
})

test('a report has no value of a row and no rule', async () => {
  const grants = { usa: grantOf('1 = 1', ['USA']), france: APART.france }
  expect(JSON.stringify(await prove(supersetWith(ROWS), grants))).not.toMatch(/USA|France|1 = 1|1 = 0/)
})
