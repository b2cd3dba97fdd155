/** Filters of Superset's chart data API, as measured from 4.1 to 6.1. Only their values can come from a browser. */

import type { RowsOperator } from '../../core/rows-query'

/** One filter of a query. */
export interface QueryFilter {
  readonly col: string
  readonly op: string
  readonly val?: unknown
}

/** The operator for one value, and for a list of values. */
export const OPERATORS = {
  '==': { single: '==', list: 'IN' },
  '!=': { single: '!=', list: 'NOT IN' },
  '>': { single: '>' },
  '>=': { single: '>=' },
  '<': { single: '<' },
  '<=': { single: '<=' },
} as const satisfies Readonly<Record<RowsOperator, { readonly single: string; readonly list?: string }>>

/** `== ['a', 'b']` would compare with the first value only (measured), so a list has other operators. */
export function filterOf(
  col: string,
  operator: RowsOperator,
  value: string | number | boolean | readonly (string | number)[],
): QueryFilter {
  if (typeof value === 'boolean') return { col, op: value === (operator === '==') ? 'IS TRUE' : 'IS FALSE' }
  if (typeof value !== 'object') return { col, op: OPERATORS[operator].single, val: value }
  return { col, op: operator === '!=' ? 'NOT IN' : 'IN', val: value }
}

/** From the first day, until before the second. Superset reads it on every database. */
export const datesFilter = (col: string, [from, until]: readonly string[]): QueryFilter => ({
  col,
  op: 'TEMPORAL_RANGE',
  val: `${from} : ${until}`,
})
