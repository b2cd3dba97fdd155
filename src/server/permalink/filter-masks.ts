/**
 * Builds the data mask of a permalink from the values of filters, as Superset's filter controls write it.
 *
 * Only the values come from the browser. Which filters the dashboard has, their kinds and their columns are read from
 * Superset with the issuer's account. So a browser cannot put a column, an operator or a query into a permalink.
 */

import { writeFilter } from '../../core/filter-mask'
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

/** `undefined` for a value of another kind, and for a filter of a kind that is not known. */
function extraFormDataOf(
  filter: Readonly<Record<string, unknown>>,
  value: FilterValue,
): FilterMask['extraFormData'] | undefined {
  const written = writeFilter(
    {
      // A kind without Superset's prefix is a plugin's, also when it has the name of a known kind.
      kind: /^filter_(\w+)$/.exec(String(filter.filterType))?.[1] ?? '',
      column: columnOf(filter),
      isInverse: Object(filter.controlValues).inverseSelection === true,
    },
    value,
  )
  return written.outcome === 'written' ? written.extraFormData : undefined
}

function columnOf({ targets }: Readonly<Record<string, unknown>>): string | undefined {
  const [target] = Array.isArray(targets) ? targets : []
  const name: unknown = Object(Object(target).column).name
  return typeof name === 'string' ? name : undefined
}
