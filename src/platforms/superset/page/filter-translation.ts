/**
 * A filter that the app wrote as a value alone is applied only after the first drawing (measured on 6.1): a viewer would
 * see unfiltered numbers first. So the first start of the page is for its filter controls, which translate the value into
 * `extraFormData`. The page then starts once more, with the translation in its address, before anything is shown.
 *
 * A page of 6.0 shows such a value without applying it, and older pages report no filters. They are not asked.
 */

import { deadlineMs } from '../../../client/deadline'
import { sleep } from '../../../client/visible-time'
import { GuestpassError } from '../../../core/errors'
import { isSame } from '../../../core/is-same'
import type { ChannelTarget } from '../../../core/platform'
import { isTranslated, keptFilters, withoutUnset } from '../../../core/reported-view'
import type { WantedView } from '../../../core/view'
import { isMask } from '../native-filters'
import type { NativeFilters } from '../types'
import { isOlderThan61 } from './releases'
import type { Switchboard } from './switchboard'

export interface FilterTranslation {
  /** The ids of the filters that the address of the page has only as values, as long as the page has reported nothing. */
  untranslatedIds(): readonly string[]
  /** Waits until the page has translated these filters. Resolves with whether it has to start again with them. */
  translate(ids: readonly string[], get: Switchboard['get'], signal: AbortSignal): Promise<boolean>
}

/**
 * The filter controls answer with the translation within 1 s of the first drawing (measured), and later when their own
 * queries are slow. So the wait is as long as the wait for a page that shows nothing.
 */
const POLL_MS = 100

export function createFilterTranslation({
  memory,
  emit,
}: Pick<ChannelTarget<HTMLElement>, 'memory' | 'emit'>): FilterTranslation {
  /** What was tried to the end last. The same is not tried again, or the page would start again and again. */
  let tried: WantedView | undefined

  return {
    untranslatedIds() {
      const { filters = {}, wanted } = memory.read()
      const ids = new Set([...valuesAlone(wanted), ...Object.keys(filters)])
      return [...ids].filter((id) => !filters[id] || !isTranslated(filters[id]))
    },

    async translate(ids, get, signal) {
      const { wanted } = memory.read()
      if (ids.length === 0 || isSame(tried, wanted) || (await isOlderThan61(get))) return false
      for (let waitedMs = 0; waitedMs < deadlineMs() && !signal.aborted; waitedMs += POLL_MS) {
        const filters = keptFilters(await get('getDataMask').catch(() => ({})))
        // A filter that the dashboard does not have is not waited for.
        const known = ids.flatMap((id) => filters[id] ?? [])
        if (Object.keys(filters).length > 0 && known.every(isTranslated)) {
          tried = wanted
          const kept = memory.read()
          memory.write({ ...kept, filters: withoutUnset(filters, kept.filters) })
          return known.length > 0
        }
        await sleep(POLL_MS, signal)
      }
      if (signal.aborted) return false
      tried = wanted
      emit({ type: 'warning', error: new GuestpassError('view-incomplete', LATE) })
      return false
    },
  }
}

/** The ids of the filters that the app wrote only as a value, and that are not cleared. */
export function valuesAlone({ filters }: WantedView = { filters: {} }): readonly string[] {
  const entries = Object.entries(filters as NativeFilters)
  const isAlone = (value: unknown) => !isTranslated({ extraFormData: {}, filterState: { value } })
  return entries.filter(([, value]) => !isMask(value) && isAlone(value)).map(([id]) => id)
}

const LATE =
  'The filter controls of the dashboard do not answer, so charts may be unfiltered. Write the filters as { extraFormData, filterState }, in nativeFilters.'
