import type { ChannelNews } from '../../core/platform'
import { filterMasks, nativeFiltersOf, unknownFilters } from './native-filters'
import type { Switchboard } from './switchboard'
import type { NativeFilters, NativeFilterValues } from './types'

export interface FilterOptions {
  /**
   * What the dashboard's own filters are set to, by their id (`NATIVE_FILTER-…`). A page that cannot take a change
   * over starts anew with it: all up to 6.1.
   */
  readonly nativeFilters?: NativeFilters | undefined
  /** The viewer, or the app, has set filters. 6.0 and later. */
  readonly onNativeFiltersChange?: ((filters: NativeFilterValues) => void) | undefined
}

/** Keeps the filters that the app asks for and those that the page has the same. */
export interface FilterSync {
  /** The page tells of its data mask. */
  onDataMask(mask: unknown): void
  /** The dashboard is there: filters that it does not have are told. */
  check(page: Pick<Switchboard, 'get'>): Promise<void>
  /** Brings what is asked for now to the page; resolves with whether the page has to start anew for it. */
  update(page: Pick<Switchboard, 'get'> | undefined): Promise<boolean>
}

export function createFilterSync(
  options: () => FilterOptions,
  tell: (news: ChannelNews) => void,
): FilterSync {
  let asked = options().nativeFilters
  let shown: NativeFilterValues | undefined

  return {
    onDataMask(mask) {
      const before = JSON.stringify(shown)
      const isFirst = !shown
      shown = nativeFiltersOf(mask)
      if (!isFirst && JSON.stringify(shown) !== before) options().onNativeFiltersChange?.(shown)
    },

    async check(page) {
      if (!asked) return
      const mask = await page.get('getDataMask').catch(() => undefined)
      const error = mask === undefined ? undefined : unknownFilters(asked, mask)
      if (error) tell({ type: 'warning', error })
    },

    async update(page) {
      const before = asked
      asked = options().nativeFilters
      if (JSON.stringify(asked) === JSON.stringify(before)) return false
      const changes = Object.entries(asked ?? {}).filter(
        ([id, value]) => JSON.stringify(value) !== JSON.stringify(shown?.[id]),
      )
      const isReleased = Object.keys(before ?? {}).some((id) => !Object.hasOwn(asked ?? {}, id))
      if (changes.length === 0 && !isReleased) return false
      if (!page || !shown || isReleased) return true
      return page.get('setDataMask', { dataMask: filterMasks(Object.fromEntries(changes)) }).then(
        () => false,
        () => true,
      )
    },
  }
}
