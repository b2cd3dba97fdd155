/**
 * Proves on a real Superset that tenants are kept apart, for every dataset that the dashboards use:
 *
 * 1. The reach test replaces each rule of a grant by a rule that is never true. Rows that still come are guarded by no rule. A
 *    dataset that is one sum always has one row, so only rows that are equal to rows without a rule count (`reach.ts`).
 * 2. The value test reads which tenants a grant sees. They have to be its own, and no other grant may see them.
 *
 * Example: the grants `usa` (`country = 'USA'`) and `france`, and `tenantColumn: 'country'`. With 5 rows, 2 of the USA, the
 * reach test of `usa` has 0 rows, and its value test has the tenant `USA` with 2 rows.
 */

import type { DashboardDescriptor } from '../core/descriptor'
import type { Row, RowValue } from '../core/rows'
import type { SupersetGrant } from '../server/grant'
import type { Issuer } from '../server/issuer'
import { invalid } from '../server/options'
import { type AskSuperset, COUNT, countQuery, createAskSuperset, type Target } from './ask-superset'
import { reachQuery, testReach } from './reach'
import { FINDINGS, type IsolationFinding, type IsolationReport } from './report'

/** What a proof of isolation needs. */
export interface IsolationOptions {
  /** The issuer of the app: `supersetJwt` or `supersetApi`. */
  readonly issuer: Issuer<SupersetGrant>
  /** Constants that `npx guestpass generate` wrote. */
  readonly dashboards: readonly DashboardDescriptor[]
  /** What `authorize` returns for viewers of at least two tenants, by a name for the report. */
  readonly grants: Readonly<Record<string, GrantUnderTest>>
  /** The column that names the tenant of a row. Without it only the reach test runs. */
  readonly tenantColumn?: string | undefined
  /** The names of datasets that every tenant may see. @default none */
  readonly sharedDatasets?: readonly string[] | undefined
}

/** A grant, and the tenants that its viewer may see. */
export interface GrantUnderTest {
  /** What `authorize` returned. */
  readonly grant: SupersetGrant
  /** The values of `tenantColumn` that belong to this viewer. @default any, but none that another grant sees */
  readonly tenants?: readonly RowValue[] | undefined
}

/**
 * Asks Superset as each viewer, with tokens that last as long as those of the issuer, and compares the answers.
 *
 * @throws {GuestpassError} `option-invalid`, `grant-invalid`, and what the issuer throws
 * @example
 * const { outcome, findings } = await proveIsolation({ issuer, dashboards: [sales], grants, tenantColumn: 'country' })
 */
export async function proveIsolation(options: IsolationOptions): Promise<IsolationReport> {
  const { issuer, dashboards, grants, sharedDatasets = [] } = options
  if (Object.keys(grants).length < 2) {
    throw invalid(
      'grants has fewer than two entries. Pass what authorize returns for viewers of two tenants.',
    )
  }
  const { ask, calls } = createAskSuperset(issuer)
  const targets = dashboards.flatMap(targetsOf).filter(({ name }) => !sharedDatasets.includes(name))
  const results = await Promise.all(
    Object.entries(grants).flatMap(([name, underTest]) =>
      targets
        .filter(({ dashboard }) => isGranted(issuer.parseGrant(underTest.grant).dashboards, dashboard))
        .map((target) => testGrant(ask, options.tenantColumn, { name, ...underTest }, target)),
    ),
  )
  const findings = [...results.flatMap((result) => result.findings), ...findOverlaps(results)]
  return {
    outcome: outcomeOf(findings, results.length),
    findings,
    checked: {
      dashboards: dashboards.length,
      datasets: targets.length,
      grants: Object.keys(grants).length,
      queries: calls(),
    },
    notProved: limitsOf(targets, options),
  }
}

interface NamedGrant extends GrantUnderTest {
  readonly name: string
}

/** What the tests of one grant and one dataset found. */
interface Result {
  readonly grant: string
  readonly target: Target
  readonly tenants: ReadonlySet<RowValue>
  readonly findings: readonly IsolationFinding[]
}

/** What one test found. */
type Found = Pick<IsolationFinding, 'code' | 'count' | 'message'>

const NEVER = '1 = 0'
const MAX_TENANTS = 1_000

async function testGrant(
  ask: AskSuperset,
  tenantColumn: string | undefined,
  { name, grant, tenants: allowed }: NamedGrant,
  target: Target,
): Promise<Result> {
  const hasTenants = tenantColumn !== undefined && Object.hasOwn(target.dataset.columns, tenantColumn)
  const query = hasTenants ? countQuery([tenantColumn], MAX_TENANTS) : countQuery([], 1)
  const [unguarded, seen] = await Promise.all([findUnguarded(ask, grant, target), ask(grant, target, query)])
  const tenantOf = (row: Row) => (hasTenants ? (row[tenantColumn] ?? null) : undefined)
  const found = [...(unguarded ? [unguarded] : []), ...findForeign(seen, tenantOf, allowed)]
  const { dashboard, name: dataset } = target
  return {
    grant: name,
    target,
    tenants: new Set((seen ?? []).map(tenantOf).filter((tenant) => tenant !== null && tenant !== undefined)),
    findings: found.map((finding) => ({ ...finding, grant: name, dashboard: dashboard.title, dataset })),
  }
}

/** The value test. The rows are counts of what the grant sees, by tenant. */
function findForeign(
  seen: readonly Row[] | undefined,
  tenantOf: (row: Row) => RowValue | undefined,
  allowed: readonly RowValue[] | undefined,
): readonly Found[] {
  if (seen === undefined) return [{ code: 'query-fails', count: 0, message: QUERY_FAILS }]
  if (countOf(seen) === 0) return [{ code: 'no-rows', count: 0, message: NO_ROWS }]
  const without = seen.filter((row) => tenantOf(row) === null)
  const isForeign = (tenant: RowValue | undefined) =>
    tenant !== null && tenant !== undefined && allowed !== undefined && !allowed.includes(tenant)
  const foreign = seen.filter((row) => isForeign(tenantOf(row)))
  const found: readonly (Found | false)[] = [
    without.length > 0 && {
      code: 'rows-without-tenant',
      count: countOf(without),
      message: 'The grant sees rows whose tenant is NULL.',
    },
    foreign.length > 0 && {
      code: 'foreign-rows',
      count: countOf(foreign),
      message: `The grant sees rows of ${foreign.length} other tenants.`,
    },
    seen.length >= MAX_TENANTS && {
      code: 'too-many-tenants',
      count: seen.length,
      message: `The grant sees ${MAX_TENANTS} tenants or more.`,
    },
  ]
  return found.filter((finding) => finding !== false)
}

const QUERY_FAILS =
  'Superset refuses a query of this dataset, or does not answer it, so charts of the dashboard fail too.'
const NO_ROWS = 'The grant sees no rows here, which proves nothing. Use a viewer that has rows.'

/** What the reach test found, as a finding. `undefined` when the rules of the grant arrive. */
async function findUnguarded(
  ask: AskSuperset,
  grant: SupersetGrant,
  target: Target,
): Promise<Found | undefined> {
  if (grant.rls === 'all-rows') {
    return {
      code: 'all-rows',
      count: 0,
      message: 'The grant has all rows, so nothing keeps its viewer apart.',
    }
  }
  const [first, ...others] = grant.rls
  const close = (rule: typeof first) => ({ ...rule, clause: NEVER })
  const closed: SupersetGrant = { ...grant, rls: [close(first), ...others.map(close)] }
  const free: SupersetGrant = { ...grant, rls: 'all-rows' }
  const columns = Object.keys(target.dataset.columns)
  const reach = await testReach(
    (rules, howMany) => ask(rules === 'closed' ? closed : free, target, reachQuery(columns, howMany)),
    'inside',
  )
  if (reach === 'closed') return undefined
  if (reach === 'unseen') return { code: 'reach-unknown', count: 0, message: REACH_UNKNOWN }
  const left = await ask(closed, target, countQuery([], 1))
  const message = `No rule of the grant reaches ${reach === 'open' ? '' : 'some rows of '}this dataset. ${REACH_ADVICE}`
  return { code: 'rule-does-not-reach', count: left ? countOf(left) : 0, message }
}

const REACH_UNKNOWN =
  'Nothing shows whether a rule reaches this dataset: Superset answers no query, or the dataset has no values.'
const REACH_ADVICE = 'Name the dataset in a rule, or let the rule hold for all datasets.'

const countOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row[COUNT]), 0)

function findOverlaps(results: readonly Result[]): readonly IsolationFinding[] {
  return results.flatMap((left, index) =>
    results.slice(index + 1).flatMap((right) => {
      if (left.target !== right.target) return []
      const shared = [...left.tenants].filter((tenant) => right.tenants.has(tenant)).length
      if (shared === 0) return []
      const message = `The grants ${left.grant} and ${right.grant} see rows of ${shared} tenants in common.`
      const { dashboard, name } = left.target
      return [
        {
          code: 'tenants-overlap' as const,
          grant: left.grant,
          dashboard: dashboard.title,
          dataset: name,
          count: shared,
          message,
        },
      ]
    }),
  )
}

function outcomeOf(findings: readonly IsolationFinding[], tests: number): IsolationReport['outcome'] {
  if (findings.some(({ code }) => FINDINGS[code] === 'leak')) return 'leak'
  return findings.length > 0 || tests === 0 ? 'nothing-proved' : 'proved'
}

function targetsOf(dashboard: DashboardDescriptor): readonly Target[] {
  return Object.entries(dashboard.datasets).map(([name, dataset]) => ({ dashboard, name, dataset }))
}

const isGranted = (granted: readonly string[], { embedId }: DashboardDescriptor) => granted.includes(embedId)

function limitsOf(targets: readonly Target[], { tenantColumn }: IsolationOptions): readonly string[] {
  const virtual = targets.filter(({ dataset }) => 'virtual' in dataset).map(({ name }) => name)
  const withoutTenant = targets
    .filter(({ dataset }) => tenantColumn === undefined || !Object.hasOwn(dataset.columns, tenantColumn))
    .map(({ name }) => name)
  return [
    'Only these grants, dashboards and rows were tested. Run the proof again after each change of rules or dashboards.',
    'Rules do not keep columns apart: a viewer can read every column of a dataset.',
    ...(virtual.length > 0
      ? [`Numbers that the SQL of a virtual dataset has already summed: ${virtual.join(', ')}.`]
      : []),
    ...(withoutTenant.length > 0
      ? [`Which tenants are seen in datasets without the tenant column: ${withoutTenant.join(', ')}.`]
      : []),
  ]
}
