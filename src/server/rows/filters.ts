/** Filters of Superset's chart data API, as measured from 4.1 to 6.1. Only their values can come from a browser. */

import type { RowsOperator } from '../../core/rows-query'

/** One filter of a query. */
export interface QueryFilter {
  readonly col: string
  readonly op: string
  readonly val?: unknown
}

/** The operator for one value, and for a list of values. */
const OPERATORS = {
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

/** What is wrong with the operator of a condition, as the end of a sentence. */
export function problemOfOperator(
  operator: RowsOperator,
  value: 'scalar' | 'list' | 'boolean',
): string | undefined {
  if (!Object.hasOwn(OPERATORS, operator)) return 'has an operator that is not known.'
  const isCompared = value === 'scalar' || operator === '==' || operator === '!='
  return isCompared ? undefined : `is a ${value}, which only == and != compare.`
}

/** What is wrong with a condition and its value, as the end of a sentence. */
export function problemOfCondition(operator: RowsOperator, value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const isList = value.length > 0 && value.every(isScalar)
    return problemOfOperator(operator, 'list') ?? (isList ? undefined : 'is not a list of texts or numbers.')
  }
  if (typeof value === 'boolean') return problemOfOperator(operator, 'boolean')
  const problem = isScalar(value) ? undefined : 'is not a text, a number, a boolean or a list.'
  return problemOfOperator(operator, 'scalar') ?? problem
}

const isScalar = (value: unknown) => typeof value === 'string' || Number.isFinite(value)

/** From the first day, until before the second. Superset reads it on every database. */
export const datesFilter = (col: string, [from, until]: readonly string[]): QueryFilter => ({
  col,
  op: 'TEMPORAL_RANGE',
  val: `${from} : ${until}`,
})
