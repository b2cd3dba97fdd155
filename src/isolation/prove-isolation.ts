/**
 * Proves on a real Superset that tenants are kept apart, for every dataset that the dashboards use:
 *
 * 1. The reach test replaces each rule of a grant by a rule that is never true. Rows that still come are guarded by no rule. A
 *    dataset that is one sum always has one row, so only rows that are equal to those without a rule count.
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
import { type AskSuperset, COUNT, createAskSuperset, type Target } from './ask-superset'
import { FINDINGS, type FindingCode, type IsolationFinding, type IsolationReport } from './report'

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

const NEVER = '1 = 0'
const MAX_TENANTS = 1_000
const COMPARED_COLUMNS = 8
const COMPARED_ROWS = 200

async function testGrant(
  ask: AskSuperset,
  tenantColumn: string | undefined,
  { name, grant, tenants: allowed }: NamedGrant,
  target: Target,
): Promise<Result> {
  const findings: IsolationFinding[] = []
  const add = (code: FindingCode, count: number, message: string) =>
    void findings.push({
      code,
      grant: name,
      dashboard: target.dashboard.title,
      dataset: target.name,
      count,
      message,
    })

  const reached = await testReach(ask, grant, target)
  if (grant.rls === 'all-rows')
    add('all-rows', 0, 'The grant has all rows, so nothing keeps its viewer apart.')
  else if (reached === undefined) add('query-fails', 0, 'Superset refuses a query of this dataset.')
  else if (reached > 0) {
    add(
      'rule-does-not-reach',
      reached,
      'No rule of the grant reaches this dataset. Name the dataset in a rule, or let the rule hold for all datasets.',
    )
  }

  const hasTenants = tenantColumn !== undefined && Object.hasOwn(target.dataset.columns, tenantColumn)
  const seen = hasTenants
    ? await ask(grant, target, { columns: [tenantColumn], isCounted: true, limit: MAX_TENANTS })
    : await ask(grant, target, { columns: [], isCounted: true, limit: 1 })
  const rowsOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row[COUNT]), 0)
  if (seen === undefined)
    add('query-fails', 0, 'Superset refuses a query of this dataset, so charts of the dashboard fail too.')
  else if (rowsOf(seen) === 0)
    add('no-rows', 0, 'The grant sees no rows here, which proves nothing. Use a viewer that has rows.')
  if (!seen || !hasTenants) return { grant: name, target, tenants: new Set(), findings }

  const tenantOf = (row: Row) => row[tenantColumn] ?? null
  const without = seen.filter((row) => tenantOf(row) === null)
  if (without.length > 0)
    add('rows-without-tenant', rowsOf(without), 'The grant sees rows whose tenant is NULL.')
  const foreign = seen.filter((row) => tenantOf(row) !== null && allowed && !allowed.includes(tenantOf(row)))
  if (foreign.length > 0)
    add('foreign-rows', rowsOf(foreign), `The grant sees rows of ${foreign.length} other tenants.`)
  if (seen.length >= MAX_TENANTS)
    add('too-many-tenants', seen.length, `The grant sees ${MAX_TENANTS} tenants or more.`)
  return {
    grant: name,
    target,
    tenants: new Set(seen.map(tenantOf).filter((tenant) => tenant !== null)),
    findings,
  }
}

/** The number of rows that no rule guards. `undefined` when Superset refuses. */
async function testReach(
  ask: AskSuperset,
  grant: SupersetGrant,
  target: Target,
): Promise<number | undefined> {
  if (grant.rls === 'all-rows') return 0
  const [first, ...others] = grant.rls.map((rule) => ({ ...rule, clause: NEVER }))
  if (!first) return undefined
  const closed: SupersetGrant = { ...grant, rls: [first, ...others] }
  const counted = await ask(closed, target, { columns: [], isCounted: true, limit: 1 })
  const count = Number(counted?.[0]?.[COUNT])
  if (!counted || count === 0) return counted && 0
  const query = {
    columns: Object.keys(target.dataset.columns).slice(0, COMPARED_COLUMNS),
    limit: COMPARED_ROWS,
  }
  const [guarded, unguarded] = await Promise.all([
    ask(closed, target, query),
    ask({ ...grant, rls: 'all-rows' }, target, query),
  ])
  return guarded && unguarded && JSON.stringify(guarded) === JSON.stringify(unguarded) ? count : 0
}

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
