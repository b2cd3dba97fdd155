import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'
import type { DataMask, FilterMask, NativeFilters, NativeFilterValue, NativeFilterValues } from './types'

export interface FilterOptions {
  /**
   * The values of the dashboard's filters, by their id (`NATIVE_FILTER-…`). Up to 6.1 a change starts the page again,
   * because the page cannot apply it.
   */
  readonly nativeFilters?: NativeFilters | undefined
  /** Called with all values when the viewer or the app has set filters. 6.0 and later. */
  readonly onNativeFiltersChange?: ((filters: NativeFilterValues) => void) | undefined
}

const PREFIX = 'NATIVE_FILTER-'

/** The data mask that sets native filters. The filter controls translate it into queries. */
export function filterMasks(filters: NativeFilters): DataMask {
  return Object.fromEntries(
    Object.entries(filters).map(([id, value]) => {
      const mask = isMask(value) ? value : { filterState: { value } }
      return [id, { id, extraFormData: {}, ownState: {}, ...mask }]
    }),
  )
}

const isMask = (value: NativeFilterValue | FilterMask): value is FilterMask =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The values of the native filters in a data mask. */
export function nativeFiltersOf(mask: unknown): NativeFilterValues {
  const filters = Object.entries(Object(mask)).filter(([id]) => id.startsWith(PREFIX))
  return Object.fromEntries(
    filters.map(([id, entry]) => {
      const { value } = ownProperties(ownProperties(entry).filterState)
      return [id, (value ?? null) as NativeFilterValue]
    }),
  )
}

/**
 * The warning about values without `extraFormData` on a page before 6.1. Its filter controls show such a value without
 * applying it (measured): the figures would be wrong below a filter that looks right.
 */
export function unwrittenFilters(filters: NativeFilters): GuestpassError | undefined {
  const unwritten = Object.keys(filters).filter((id) => !isMask(filters[id] ?? null))
  return unwritten.length > 0
    ? new GuestpassError(
        'not-supported',
        `nativeFilters: before Superset 6.1 ${unwritten.join(', ')} must be written as { extraFormData, filterState }.`,
      )
    : undefined
}

/** The warning about filters that the dashboard does not have. */
export function unknownFilters(filters: NativeFilters, mask: unknown): GuestpassError | undefined {
  if (mask instanceof Error) return undefined
  const unknown = Object.keys(filters).filter((id) => !Object.hasOwn(Object(mask), id))
  return unknown.length > 0
    ? new GuestpassError(
        'option-invalid',
        `nativeFilters: the dashboard has no filter ${unknown.join(', ')}.`,
      )
    : undefined
}
