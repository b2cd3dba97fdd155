/**
 * Builds the data mask of a permalink from the values of filters, as Superset's filter controls write it.
 *
 * Only the values come from the browser. Which filters the dashboard has, their kinds and their columns are read from
 * Superset with the issuer's account. So a browser cannot put a column, an operator or a query into a permalink.
 */

import type { FilterValue } from '../../core/filter-value'
import type { FilterValues } from './filter-values'

/** What one filter adds to the queries, and what its control shows. */
interface FilterMask {
  readonly id: string
  readonly extraFormData: Readonly<Record<string, unknown>>
  readonly filterState: { readonly value: FilterValue }
}

interface FilterMasks {
  readonly masks: Readonly<Record<string, FilterMask>>
  /** The ids that the dashboard does not have, or whose value is not of the filter's kind. */
  readonly leftOut: readonly string[]
}

/** @param configuration the dashboard's `native_filter_configuration` */
export function filterMasksOf(configuration: unknown, values: FilterValues): FilterMasks {
  const filters = new Map(
    (Array.isArray(configuration) ? configuration : []).map((filter) => [Object(filter).id, filter]),
  )
  const written = Object.entries(values).map(([id, value]) => {
    const extraFormData = filters.has(id) ? extraFormDataOf(Object(filters.get(id)), value) : undefined
    return [id, extraFormData && { id, extraFormData, filterState: { value } }] as const
  })
  return {
    masks: Object.fromEntries(written.flatMap(([id, mask]) => (mask ? [[id, mask] as const] : []))),
    leftOut: written.filter(([, mask]) => !mask).map(([id]) => id),
  }
}

type Write = (
  value: FilterValue,
  filter: Readonly<Record<string, unknown>>,
) => FilterMask['extraFormData'] | undefined

/** By Superset's `filterType`. A kind that is not listed is left out. */
const KINDS: Readonly<Record<string, Write>> = {
  filter_select(value, filter) {
    const col = columnOf(filter)
    if (col === undefined || !Array.isArray(value)) return undefined
    const op = Object(filter.controlValues).inverseSelection === true ? 'NOT IN' : 'IN'
    return value.length > 0 ? { filters: [{ col, op, val: value }] } : {}
  },
  filter_range(value, filter) {
    const col = columnOf(filter)
    if (col === undefined || !isRange(value)) return undefined
    const [from, to] = value
    const ends = [
      { col, op: '>=', val: from },
      { col, op: '<=', val: to },
    ]
    return { filters: ends.filter(({ val }) => val !== null) }
  },
  filter_time: (value) => (typeof value === 'string' ? { time_range: value } : undefined),
  filter_timegrain(value) {
    const [grain, ...others] = [value].flat()
    return typeof grain === 'string' && others.length === 0 ? { time_grain_sqla: grain } : undefined
  },
}

function extraFormDataOf(
  filter: Readonly<Record<string, unknown>>,
  value: FilterValue,
): FilterMask['extraFormData'] | undefined {
  const kind = String(filter.filterType)
  if (!Object.hasOwn(KINDS, kind)) return undefined
  return value === null ? {} : KINDS[kind]?.(value, filter)
}

function columnOf({ targets }: Readonly<Record<string, unknown>>): string | undefined {
  const [target] = Array.isArray(targets) ? targets : []
  const name: unknown = Object(Object(target).column).name
  return typeof name === 'string' ? name : undefined
}

function isRange(value: FilterValue): value is readonly [number | null, number | null] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => end === null || typeof end === 'number')
  )
}
