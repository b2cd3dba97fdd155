/** The value test: which tenants a grant sees in a dataset. */

import type { Row, RowValue } from '../core/rows'
import { type AskSuperset, COUNT, countQuery, type Target } from './ask-superset'
import type { Found } from './report'

/** What a grant sees in a dataset. */
export interface Seen {
  /** The tenants of its rows. Empty without a column of tenants. */
  readonly tenants: ReadonlySet<RowValue>
  readonly found: readonly Found[]
}

const MAX_TENANTS = 1_000

export async function testValues(
  ask: (query: Parameters<AskSuperset>[2]) => ReturnType<AskSuperset>,
  { dataset }: Target,
  tenantColumn: string | undefined,
  allowed: readonly RowValue[] | undefined,
): Promise<Seen> {
  const hasTenants = tenantColumn !== undefined && Object.hasOwn(dataset.columns, tenantColumn)
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
  if (counts === undefined) return [{ code: 'query-fails', count: 0, message: QUERY_FAILS }]
  if (sumOf(counts) === 0) return [{ code: 'no-rows', count: 0, message: NO_ROWS }]
  const without = counts.filter((row) => tenantOf(row) === null)
  const isForeign = (tenant: RowValue | undefined) =>
    tenant !== null && tenant !== undefined && allowed !== undefined && !allowed.includes(tenant)
  const foreign = counts.filter((row) => isForeign(tenantOf(row)))
  const found: readonly (Found | false)[] = [
    without.length > 0 && {
      code: 'rows-without-tenant',
      count: sumOf(without),
      message: 'The grant sees rows whose tenant is NULL.',
    },
    foreign.length > 0 && {
      code: 'foreign-rows',
      count: sumOf(foreign),
      message: `The grant sees rows of ${foreign.length} other tenants.`,
    },
    counts.length >= MAX_TENANTS && {
      code: 'too-many-tenants',
      count: counts.length,
      message: `The grant sees ${MAX_TENANTS} tenants or more.`,
    },
  ]
  return found.filter((finding) => finding !== false)
}

const QUERY_FAILS =
  'Superset refuses a query of this dataset, or does not answer it, so charts of the dashboard fail too.'
const NO_ROWS = 'The grant sees no rows here, which proves nothing. Use a viewer that has rows.'

/** How many rows the answer to a `countQuery` is about. */
export const sumOf = (counts: readonly Row[]) => counts.reduce((sum, row) => sum + Number(row[COUNT]), 0)

/** The tenants that other grants see too, in the same dataset. */
export function findOverlap(
  tenants: ReadonlySet<RowValue>,
  others: readonly { readonly grant: string; readonly tenants: ReadonlySet<RowValue> }[],
): readonly Found[] {
  const isShared = (tenant: RowValue) => others.some((other) => other.tenants.has(tenant))
  const count = [...tenants].filter(isShared).length
  if (count === 0) return []
  const grants = others.filter((other) => [...other.tenants].some((tenant) => tenants.has(tenant)))
  const names = grants.map(({ grant }) => grant).join(', ')
  return [
    {
      code: 'tenants-overlap',
      count,
      message: `The grant sees ${count} tenants that others see too: ${names}.`,
    },
  ]
}
