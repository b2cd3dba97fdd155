import { GuestpassError } from '../../../core/errors'
import type { ChannelNews } from '../../../core/platform'
import { filterMasks } from '../native-filters'
import type { NativeFilters, NativeFilterValues } from '../types'
import { nativeFiltersOf, unknownFilters, unwrittenFilters } from './reported-filters'
import type { Switchboard } from './switchboard'

/** Keeps the filters that the app sets and the filters of the page the same. */
export interface FilterSync {
  /** The page reported its data mask: calls `onChange` when the viewer or the app has changed a filter. */
  onDataMask(mask: object, onChange: ((filters: NativeFilterValues) => void) | undefined): void
  /** Warns about filters that the dashboard does not have or cannot apply. */
  check(get: Switchboard['get']): Promise<void>
  /** Sets the filters in a page that is ready. Resolves with whether the page has to start again because it cannot apply them. */
  update(filters: NativeFilters, get: Switchboard['get'] | undefined): Promise<boolean>
}

export function createFilterSync(wanted: NativeFilters, tell: (news: ChannelNews) => void): FilterSync {
  let shown: NativeFilterValues | undefined

  return {
    onDataMask(mask, onChange) {
      const before = shown
      shown = nativeFiltersOf(mask)
      if (before && !isSame(before, shown)) onChange?.(shown)
    },

    async check(get) {
      if (Object.keys(wanted).length === 0) return
      const [mask, states] = await Promise.all(
        ['getDataMask', 'getChartStates'].map((method) => get(method).catch((error) => error)),
      )
      // The call came with 6.1, so it shows whether the page is older.
      const isOld = states instanceof GuestpassError && states.code === 'not-supported'
      const error = isOld ? unwrittenFilters(wanted) : unknownFilters(wanted, mask)
      if (error) tell({ type: 'warning', error })
    },

    async update(filters, get) {
      const before = wanted
      wanted = filters
      if (isSame(wanted, before)) return false
      const changes = Object.entries(wanted).filter(([id, value]) => !isSame(value, shown?.[id]))
      const isReleased = Object.keys(before).some((id) => !Object.hasOwn(wanted, id))
      if (changes.length === 0 && !isReleased) return false
      if (!get || !shown || isReleased) return true
      return get('setDataMask', { dataMask: filterMasks(Object.fromEntries(changes)) }).then(
        () => false,
        () => true,
      )
    },
  }
}

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right)
