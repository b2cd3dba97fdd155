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
import type { RowValue } from '../core/rows'
import type { SupersetGrant } from '../server/grant'
import type { Issuer } from '../server/issuer'
import { invalid } from '../server/options'
import { type AskSuperset, countQuery, createAskSuperset, type Target } from './ask-superset'
import type { Found } from './describe-findings'
import { close, reachOf } from './reach-of-rules'
import { FINDINGS, type IsolationFinding, type IsolationReport } from './report'
import { findOverlap, hasColumn, isSameData, type Seen, sumOf, testValues } from './value-test'

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
  const targets = dashboards.flatMap(targetsOf).filter(({ name }) => !sharedDatasets.includes(name))
  checkTenants(options, targets)
  const { ask, calls } = createAskSuperset(issuer)
  const results = await Promise.all(
    Object.entries(grants).flatMap(([name, underTest]) =>
      targets
        .filter(({ dashboard }) => isGranted(issuer.parseGrant(underTest.grant).dashboards, dashboard))
        .map((target) => testGrant(ask, options.tenantColumn, { name, ...underTest }, target)),
    ),
  )
  const findings = await Promise.all(
    results.map((result) => reportFindings(ask, result, [...result.found, ...findOverlap(result, results)])),
  )
  const untested = [...untestedOf(grants, targets, results), ...uncomparedOf(results, options)]
  return {
    outcome: outcomeOf(findings.flat(), untested),
    findings: findings.flat(),
    checked: {
      dashboards: dashboards.length,
      datasets: targets.length,
      grants: Object.keys(grants).length,
      queries: calls(),
    },
    notProved: [...untested, ...limitsOf(targets, options)],
  }
}

/** A misspelt column would turn the value test off. */
function checkTenants({ tenantColumn, grants }: IsolationOptions, targets: readonly Target[]): void {
  if (tenantColumn === undefined) {
    const [name] = Object.entries(grants).find(([, { tenants }]) => tenants !== undefined) ?? []
    if (name !== undefined)
      throw invalid(
        `grants.${name} has tenants, and tenantColumn is missing. Name the column of the tenants.`,
      )
  } else if (targets.length > 0 && !targets.some((target) => hasColumn(target, tenantColumn))) {
    throw invalid(
      `tenantColumn ${tenantColumn} is not a column of any dataset that is tested. Check its name.`,
    )
  }
}

interface NamedGrant extends GrantUnderTest {
  readonly name: string
}

/** What the tests of one grant and one dataset found. */
interface Result extends Seen {
  readonly grant: NamedGrant
  readonly target: Target
}

async function testGrant(
  ask: AskSuperset,
  tenantColumn: string | undefined,
  grant: NamedGrant,
  target: Target,
): Promise<Result> {
  const [unguarded, seen] = await Promise.all([
    findUnguarded(ask, grant.grant, target),
    testValues((query) => ask(grant.grant, target, query), target, tenantColumn, grant.tenants),
  ])
  return { grant, target, tenants: seen.tenants, found: [...unguarded, ...seen.found] }
}

/** What the reach test found. Empty when the rules of the grant arrive. */
async function findUnguarded(
  ask: AskSuperset,
  grant: SupersetGrant,
  target: Target,
): Promise<readonly Found[]> {
  if (grant.rls === 'all-rows') return [{ code: 'all-rows', count: 0 }]
  const reach = await reachOf(ask, grant, grant.rls, target)
  if (reach === 'closed') return []
  if (reach === 'unseen') return [{ code: 'reach-unknown', count: 0 }]
  const unguardedRows = await ask(close(grant, grant.rls), target, countQuery([], 1))
  const about = reach === 'open' ? 'this dataset' : 'some rows of this dataset'
  return [{ code: 'rule-does-not-reach', count: unguardedRows ? sumOf(unguardedRows) : 0, about }]
}

/** The findings in words, with their place and the rules of the grant. */
async function reportFindings(
  ask: AskSuperset,
  result: Result,
  found: readonly Found[],
): Promise<readonly IsolationFinding[]> {
  if (found.length === 0) return []
  // On demand: a proof without findings needs no words for them.
  const { describeFindings } = await import('./describe-findings')
  const { grant, target } = result
  return describeFindings(found, result, (rule) => reachOf(ask, grant.grant, [rule], target))
}

function outcomeOf(
  findings: readonly IsolationFinding[],
  untested: readonly string[],
): IsolationReport['outcome'] {
  if (findings.some(({ code }) => FINDINGS[code] === 'leak')) return 'leak'
  return findings.length > 0 || untested.length > 0 ? 'nothing-proved' : 'proved'
}

/** Grants and dashboards that no test was about, as sentences. */
function untestedOf(
  grants: IsolationOptions['grants'],
  targets: readonly Target[],
  results: readonly Result[],
): readonly string[] {
  const tested = new Set(results.flatMap(({ grant, target }) => [grant.name, target.dashboard]))
  const grantNames = Object.keys(grants).filter((name) => !tested.has(name))
  const untested = targets.map(({ dashboard }) => dashboard).filter((dashboard) => !tested.has(dashboard))
  const titles = [...new Set(untested)].map(({ title }) => title)
  return [
    ...withNames('Grants without these dashboards', grantNames),
    ...withNames('Dashboards without a grant', titles),
  ]
}

/** Datasets whose tenants were compared with nothing: one grant sees them, and it does not list its tenants. */
function uncomparedOf(results: readonly Result[], { tenantColumn }: IsolationOptions): readonly string[] {
  const names = results
    .filter(({ grant, target }) => hasColumn(target, tenantColumn) && grant.tenants === undefined)
    .filter(
      ({ grant, target }) =>
        !results.some((other) => isSameData(other.target, target) && other.grant.name !== grant.name),
    )
    .map(({ target }) => target.name)
  return withNames('Tenants of datasets that only one grant sees, without tenants in that grant', [
    ...new Set(names),
  ])
}

/** A sentence that ends with names, if there are names. */
const withNames = (what: string, names: readonly string[]) =>
  names.length > 0 ? [`${what}: ${names.join(', ')}.`] : []

function targetsOf(dashboard: DashboardDescriptor): readonly Target[] {
  return Object.entries(dashboard.datasets).map(([name, dataset]) => ({ dashboard, name, dataset }))
}

const isGranted = (granted: readonly string[], { embedId }: DashboardDescriptor) => granted.includes(embedId)

function limitsOf(targets: readonly Target[], { tenantColumn }: IsolationOptions): readonly string[] {
  const virtual = targets.filter(({ dataset }) => 'virtual' in dataset).map(({ name }) => name)
  const withoutTenant = targets.filter((target) => !hasColumn(target, tenantColumn)).map(({ name }) => name)
  return [
    'Only these grants, dashboards and rows were tested. Run the proof again after each change of rules or dashboards.',
    'Rules do not keep columns apart: a viewer can read every column of a dataset.',
    ...withNames('Numbers that the SQL of a virtual dataset has already summed', virtual),
    ...withNames('Which tenants are seen in datasets without the tenant column', withoutTenant),
  ]
}
