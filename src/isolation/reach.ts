import { isSame } from '../core/is-same'
import type { Row } from '../core/rows'
import type { DatasetQuery } from './read-dataset'

/**
 * What a rule that no row meets does to a dataset. `closed`: no row comes, or only rows that do not come without the rule.
 * `partly`: some of the rows are the same as without the rule. `open`: all of them are. `unseen`: the dataset has no rows,
 * Superset refuses a query, or more than a sum is left that cannot be compared.
 */
export type Reach = 'closed' | 'partly' | 'open' | 'unseen'

/** `one` row costs a large table least. `many` rows are in the order of their columns, so that two answers can be compared. */
export type HowMany = 'one' | 'many'

const COMPARED_COLUMNS = 8
const COMPARED_ROWS = 200

/** The query for the rows that the test needs. */
export function reachQuery(columns: readonly string[], howMany: HowMany): DatasetQuery {
  const isOrdered = howMany === 'many'
  return { columns: columns.slice(0, COMPARED_COLUMNS), isOrdered, limit: isOrdered ? COMPARED_ROWS : 1 }
}

/** Reads the dataset with rules that no row meets (`closed`), or without rules (`free`). */
export type ReadForReach = (rules: 'closed' | 'free', howMany: HowMany) => Promise<readonly Row[] | undefined>

/**
 * The reach test. Rows that come although no row meets the rules are rows that no rule guards. It needs no knowledge of a
 * release or a database.
 *
 * A rule around the SQL of a dataset leaves no row, so one row is enough to see that it does not arrive. A rule inside the
 * SQL leaves a sum over an empty table, which is a row, so the rows are compared with those of a guest without rules.
 */
export async function testReach(read: ReadForReach, place: 'around' | 'inside'): Promise<Reach> {
  const unguarded = await read('closed', 'one')
  if (unguarded === undefined) return 'unseen'
  if (unguarded.length === 0) return 'closed'
  if (place === 'around') return 'open'
  const [before, after] = await Promise.all([read('free', 'many'), read('closed', 'many')])
  if (!before || !after || isEmpty(before)) return 'unseen'
  if (isSame(before, after)) return 'open'
  const texts = new Set(before.map((row) => JSON.stringify(row)))
  const withValues = after.filter((row) => !isEmpty([row]))
  if (withValues.some((row) => texts.has(JSON.stringify(row)))) return 'partly'
  // A sum with a label is one row. Several rows can come from an outer join, and a row can be outside of the compared rows.
  const isSum = withValues.length === 0 || (withValues.length === 1 && isWhole(before))
  return isSum && isWhole(after) ? 'closed' : 'unseen'
}

const isWhole = (rows: readonly Row[]) => rows.length < COMPARED_ROWS

/** Whether the rows show nothing: sums over an empty table are zeros and nulls. */
export const isEmpty = (some: readonly Row[]): boolean =>
  some.every((row) => Object.values(row).every((value) => value === null || value === 0))
