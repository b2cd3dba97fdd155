import { type FilterValue, isFilterId, isFilterValue } from '../../core/filter-value'

/** By the id of the filter, `NATIVE_FILTER-…`. */
export type FilterValues = Readonly<Record<string, FilterValue>>

/** Checks every id and every value, because the browser can send anything. `undefined` when one has another form. */
export function readFilterValues(value: unknown): FilterValues | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  const isValid = entries.every(([id, item]) => isFilterId(id) && isFilterValue(item))
  return isValid ? Object.fromEntries(entries) : undefined
}
