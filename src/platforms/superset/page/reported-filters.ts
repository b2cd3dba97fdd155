import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'
import { isMask } from '../native-filters'
import type { NativeFilters, NativeFilterValue, NativeFilterValues } from '../types'

const PREFIX = 'NATIVE_FILTER-'

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
