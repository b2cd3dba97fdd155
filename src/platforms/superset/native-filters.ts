import { GuestpassError } from '../../core/errors'
import type { DataMask, FilterMask, NativeFilters, NativeFilterValue, NativeFilterValues } from './types'

const PREFIX = 'NATIVE_FILTER-'

/** The data mask that sets native filters: the controls themselves know what it means for the queries. */
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

/** What the native filters of a data mask are set to. */
export function nativeFiltersOf(mask: unknown): NativeFilterValues {
  const filters = Object.entries(Object(mask)).filter(([id]) => id.startsWith(PREFIX))
  return Object.fromEntries(
    filters.map(([id, one]) => [
      id,
      (Object((one as FilterMask)?.filterState).value ?? null) as NativeFilterValue,
    ]),
  )
}

/** What to say of filters that the dashboard does not have. */
export function unknownFilters(filters: NativeFilters, mask: unknown): GuestpassError | undefined {
  const unknown = Object.keys(filters).filter((id) => !Object.hasOwn(Object(mask), id))
  return unknown.length > 0
    ? new GuestpassError('option-invalid', `nativeFilters: the dashboard has no ${unknown.join(', ')}.`)
    : undefined
}
