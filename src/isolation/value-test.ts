/** The value test: which tenants a grant sees in a dataset. */

import type { Row, RowValue } from '../core/rows'
import { type AskSuperset, COUNT, countQuery, type Target } from './ask-superset'
import type { Found } from './describe-findings'

/** What a grant sees in a dataset. */
export interface Seen {
  /** The tenants of its rows. Empty without a column of tenants. */
  readonly tenants: ReadonlySet<RowValue>
  readonly found: readonly Found[]
}

/** What one grant sees in a dataset of a dashboard. */
interface SeenByGrant extends Seen {
  readonly grant: { readonly name: string }
  readonly target: Target
}

const MAX_TENANTS = 1_000

export async function testValues(
  ask: (query: Parameters<AskSuperset>[2]) => ReturnType<AskSuperset>,
  target: Target,
  tenantColumn: string | undefined,
  allowed: readonly RowValue[] | undefined,
): Promise<Seen> {
  const hasTenants = hasColumn(target, tenantColumn)
  const counts = await ask(hasTenants ? countQuery([tenantColumn], MAX_TENANTS) : countQuery([], 1))
  const tenantOf = (row: Row) => (hasTenants ? (row[tenantColumn] ?? null) : undefined)
  const tenants = (counts ?? []).map(tenantOf)
  return {
    tenants: new Set(tenants.filter((tenant) => tenant !== null && tenant !== undefined)),
    found: findForeign(counts, tenantOf, allowed),
  }
}

/** The counts are of rows, by tenant. */
function findForeign(
  counts: readonly Row[] | undefined,
  tenantOf: (row: Row) => RowValue | undefined,
  allowed: readonly RowValue[] | undefined,
): readonly Found[] {
  if (counts === undefined) return [{ code: 'query-fails', count: 0 }]
  if (sumOf(counts) === 0) return [{ code: 'no-rows', count: 0 }]
  const without = counts.filter((row) => tenantOf(row) === null)
  const isForeign = (tenant: RowValue | undefined) =>
    tenant !== null && tenant !== undefined && allowed !== undefined && !allowed.includes(tenant)
  const foreign = counts.filter((row) => isForeign(tenantOf(row)))
  const found: readonly (Found | false)[] = [
    without.length > 0 && { code: 'rows-without-tenant', count: sumOf(without) },
    foreign.length > 0 && { code: 'foreign-rows', count: sumOf(foreign), about: `${foreign.length}` },
    counts.length >= MAX_TENANTS && { code: 'too-many-tenants', count: counts.length },
  ]
  return found.filter((finding) => finding !== false)
}

/** How many rows the answer to a `countQuery` is about. */
export const sumOf = (counts: readonly Row[]) => counts.reduce((sum, row) => sum + Number(row[COUNT]), 0)

/** Whether the dataset has the column. */
export const hasColumn = ({ dataset }: Target, column: string | undefined): column is string =>
  column !== undefined && Object.hasOwn(dataset.columns, column)

/** Whether two targets have the same dataset. They can be in different dashboards. */
export const isSameData = (left: Target, right: Target) => left.dataset.id === right.dataset.id

/** The tenants that other grants see too, in the same dataset. */
export function findOverlap<Result extends SeenByGrant>(
  result: Result,
  results: readonly Result[],
): readonly Found[] {
  const others = results.filter(
    (other) =>
      other.grant.name !== result.grant.name &&
      isSameData(other.target, result.target) &&
      [...other.tenants].some((tenant) => result.tenants.has(tenant)),
  )
  if (others.length === 0) return []
  const shared = [...result.tenants].filter((tenant) => others.some(({ tenants }) => tenants.has(tenant)))
  const about = [...new Set(others.map(({ grant }) => grant.name))].join(', ')
  return [{ code: 'tenants-overlap', count: shared.length, about }]
}
