/**
 * Keeps three views the same: the view that the app wants, the view of the viewer, and the view that is kept.
 *
 * 1. The page reports its filters (6.0 and later) and its open tabs. They are kept, for the next start of the page.
 * 2. A difference to the last report is a change, and the app receives it. The first report is not a change.
 * 3. When the app wants something else, the page starts again with it, because no page up to 6.1 can apply it.
 */

import { callSafely } from '../../../client/call-safely'
import { isSame } from '../../../core/is-same'
import { keptAfter } from '../../../core/kept-after'
import type { ViewMemory } from '../../../core/platform'
import { keptFilters, newestTab, withoutUnset } from '../../../core/reported-view'
import type { KeptFilters, KeptView, WantedView } from '../../../core/view'
import { filterMasks, isMask } from '../native-filters'
import type { SupersetSettings } from '../settings'
import { viewCode } from '../start-view'
import type { NativeFilters, NativeFilterValue, NativeFilterValues } from '../types'
import type { DashboardView } from '../view-options'
import type { Switchboard } from './switchboard'

type Get = Switchboard['get']

/** The fragment contains the tab, and the query contains everything else. */
export type AddressPart = 'none' | 'fragment' | 'query'

export interface ViewSync {
  /** The page reported its data mask. */
  onDataMask(mask: object): void
  /** The page answered which tabs are open. Returns whether the viewer has opened another. */
  onTabs(tabs: unknown): boolean
  /** The tables have a permalink, which the document does not have in its address. */
  onStored(): void
  /** A new document is loaded, with the newest view in its address. */
  onStart(): void
  /** A document has loaded. */
  onDocument(): void
  /** The part of the address that has changed since the last start, because the viewer has opened a tab or set a filter. */
  changedPart(): AddressPart
  /** The app may want something else. Resolves with whether the page has to start again because it cannot apply that. */
  update(get: Get | undefined): Promise<boolean>
}

/** What the page of this document shows, as far as it was reported. */
interface Shown {
  readonly shownTabs: readonly unknown[]
  readonly shownFilters: KeptFilters | undefined
}

export function createViewSync(
  memory: ViewMemory,
  settings: () => Pick<SupersetSettings, 'wanted' | 'callbacks'>,
): ViewSync {
  viewCode.keptAfter = keptAfter
  /** The open tabs of this document. */
  let shownTabs: readonly unknown[] = []
  let shownTab: string | undefined
  let shownFilters: KeptFilters | undefined
  let changedPart: AddressPart = 'none'

  function reportChange(): void {
    const view = { tab: shownTab, ...shownChoices(memory.read(), shownFilters) }
    callSafely(() => settings().callbacks.onViewChange?.(view))
  }

  return {
    onDataMask(mask) {
      const before = shownFilters
      const kept = memory.read()
      shownFilters = keptFilters(mask)
      memory.write({ ...kept, filters: withoutUnset(shownFilters, kept.filters) })
      const values = valuesOf(shownFilters)
      if (!before || isSame(valuesOf(before), values)) return
      changedPart = 'query'
      callSafely(() => settings().callbacks.onNativeFiltersChange?.(values))
      reportChange()
    },

    onTabs(tabs) {
      const kept = memory.read()
      const before = shownTab
      const tab = newestTab(tabs, shownTabs, kept.tab)
      if (!Array.isArray(tabs) || tab === undefined) return false
      shownTabs = tabs
      shownTab = tab
      memory.write({ ...kept, tab })
      const hasMoved = before !== undefined && before !== tab
      if (!hasMoved) return false
      if (changedPart === 'none') changedPart = 'fragment'
      reportChange()
      return true
    },

    onStored() {
      changedPart = 'query'
    },
    onStart() {
      changedPart = 'none'
    },
    onDocument() {
      shownTabs = []
    },
    changedPart: () => changedPart,

    update: (get) => applyWanted(memory, settings().wanted, { shownTabs, shownFilters }, get),
  }
}

/** The filters that the app receives, or the permalink that has them. A page before 6.0 does not report those of a permalink. */
function shownChoices(
  { filters = {}, wanted }: KeptView,
  shown: KeptFilters | undefined,
): Pick<DashboardView, 'filters' | 'permalink'> {
  const permalink = wanted?.permalink
  if (!shown && permalink) return { permalink }
  const values = { ...unreportedValues(wanted, shown), ...(shown && valuesOf(filters)) }
  return shown || Object.keys(values).length > 0 ? { filters: values } : {}
}

/** Resolves with whether the page has to start again, see `ViewSync.update`. */
async function applyWanted(
  memory: ViewMemory,
  wanted: WantedView,
  { shownTabs, shownFilters }: Shown,
  get: Get | undefined,
): Promise<boolean> {
  const kept = memory.read()
  const { wanted: before = { filters: {} } } = kept
  if (isSame(before, wanted)) return false
  const next = keptAfter(kept, wanted)
  memory.write(next)
  const changed = changedFilters(wanted, before, shownFilters)
  const isReleased = hasReleased(before, next, shownFilters)
  const isTabDue = next.tab !== undefined && !shownTabs.includes(next.tab)
  if (Object.keys(changed).length === 0 && !isReleased && !isTabDue) return false
  if (!get || !shownFilters || isReleased || isTabDue) return true
  return get('setDataMask', { dataMask: filterMasks(changed) }).then(
    () => false,
    () => true,
  )
}

/**
 * Whether the app takes back a filter or a permalink that it wanted, or wants another permalink. A filter that the dashboard
 * does not have was never applied.
 */
function hasReleased(
  before: WantedView,
  { filters = {}, wanted }: KeptView,
  shown: KeptFilters | undefined,
): boolean {
  const hasOtherPermalink = before.permalink !== wanted?.permalink
  if (hasOtherPermalink && (wanted?.permalink || Object.keys(filters).length === 0)) return true
  const released = Object.keys(before.filters).filter((id) => !Object.hasOwn(Object(wanted?.filters), id))
  return released.some((id) => !shown || Object.hasOwn(shown, id))
}

/** The filters that the app wants, and that the page does not show. A page that does not report a filter has it as before. */
function changedFilters(
  { filters }: WantedView,
  before: WantedView,
  shown: KeptFilters | undefined,
): NativeFilters {
  const changed = Object.entries(filters).filter(([id, value]) => {
    const known = shown?.[id] ? shown[id].filterState.value : valueOfFilter(before.filters[id])
    return !isSame(valueOfFilter(value), known)
  })
  return Object.fromEntries(changed) as NativeFilters
}

/** The values that the app wants, and that the page does not report: before 6.0, or without such a filter. */
function unreportedValues(
  { filters }: WantedView = { filters: {} },
  shown: KeptFilters = {},
): NativeFilterValues {
  const entries = Object.entries(filters as NativeFilters)
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, NativeFilterValue] => !isMask(entry[1]) && !Object.hasOwn(shown, entry[0]),
    ),
  )
}

function valuesOf(filters: KeptFilters): NativeFilterValues {
  return Object.fromEntries(
    Object.entries(filters).map(([id, { filterState }]) => [id, filterState.value]),
  ) as NativeFilterValues
}

function valueOfFilter(filter: unknown): unknown {
  return isMask(filter as NativeFilters[string]) ? Object(filter).filterState?.value : filter
}
