import type { DataMask, FilterMask, NativeFilters, NativeFilterValue, NativeFilterValues } from './types'

/** The values of the native filters, by their ids. */
export interface FilterOptions {
  /**
   * The values of the dashboard's filters, by their id (`NATIVE_FILTER-…`). Up to 6.1 a change starts the page again,
   * because the page cannot apply it.
   */
  readonly nativeFilters?: NativeFilters | undefined
  /** Called with all values when the viewer or the app has set filters. 6.0 and later. */
  readonly onNativeFiltersChange?: ((filters: NativeFilterValues) => void) | undefined
}

/** The data mask that sets native filters. The filter controls of 6.1 translate a value without `extraFormData`. */
export function filterMasks(filters: NativeFilters): DataMask {
  return Object.fromEntries(
    Object.entries(filters).map(([id, value]) => {
      const mask = isMask(value) ? value : { filterState: { value } }
      return [id, { id, extraFormData: {}, ...mask }]
    }),
  )
}

/** Whether the app wrote the mask of a filter, and not only its value. */
export const isMask = (value: NativeFilterValue | FilterMask): value is FilterMask =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
