import { callSafely } from '../../../client/call-safely'
import { GuestpassError } from '../../../core/errors'
import { isSame } from '../../../core/is-same'
import { ownProperties } from '../../../core/own-properties'
import type { ChannelTarget } from '../../../core/platform'
import type { SupersetOptions } from '../settings'
import type { ChartSelection } from '../view-options'
import type { Switchboard } from './switchboard'

/** What is selected in a chart, as Superset's page reports it in its data mask (the state of its filters). */
interface Selected {
  readonly value: unknown
  readonly values: ChartSelection['values']
}

export interface SelectionContext extends Pick<ChannelTarget<HTMLElement>, 'emit'> {
  settings(): { readonly callbacks: Pick<SupersetOptions, 'onSelect'> }
}

/** Finds clicks into charts in the data masks of the documents of a frame. */
export interface SelectionReader {
  /** Another document has loaded. */
  onDocument(): void
  onDataMask(mask: object): void
  /** The frame goes away, and with it the selection that the app has received. */
  onClose(): void
  /** Warns an app that wants clicks, once, when the page cannot report any. Call it when the page is ready. */
  check(get: Switchboard['get']): Promise<void>
}

/**
 * Only another `filterState.value` of a chart is a click. The flag `crossFiltersChanged` is also set when a table is drawn
 * or sorted (measured on 6.1). The first data mask of a document is not a click, because a page may start with values.
 */
export function createSelectionReader({ settings, emit }: SelectionContext): SelectionReader {
  let before: ReadonlyMap<number, Selected> = new Map()
  let isFirst = true
  let hasWarned = false
  let isReported = false
  function report(selection: ChartSelection | null): void {
    isReported = selection !== null
    callSafely(() => settings().callbacks.onSelect?.(selection))
  }

  return {
    async check(get) {
      if (hasWarned || !settings().callbacks.onSelect) return
      const reason = await whyNoClicks(get)
      if (!reason || hasWarned) return
      hasWarned = true
      emit({ type: 'warning', error: new GuestpassError('not-supported', reason) })
    },
    onDocument() {
      isFirst = true
    },
    onDataMask(mask) {
      const now = selectionsIn(mask)
      const released = [...before.keys()].filter((chartId) => !now.has(chartId))
      const clicked = [...now].filter(([chartId, { value }]) => !isSame(value, before.get(chartId)?.value))
      const wasFirst = isFirst
      before = now
      isFirst = false
      if (!wasFirst) for (const [chartId, { values }] of clicked) report({ chartId, values })
      if (released.length > 0 && (wasFirst || clicked.length === 0)) report(null)
    },
    onClose() {
      // Later, because a refresh closes a frame while it replaces it.
      if (isReported) queueMicrotask(() => report(null))
      isReported = false
    },
  }
}

/**
 * A data mask has an entry for each chart that can be clicked, also while the dashboard's cross-filters are off (measured on
 * 6.1). So nothing in the page shows whether they are on.
 */
async function whyNoClicks(get: Switchboard['get']): Promise<string | undefined> {
  const mask = await get('getDataMask').catch((error) => error)
  if (!(mask instanceof Error)) return chartsIn(mask).length > 0 ? undefined : NO_CHART
  return mask instanceof GuestpassError && mask.code === 'not-supported' ? TOO_OLD : undefined
}

const TOO_OLD = 'onSelect needs Superset 6.0 or later.'
const NO_CHART =
  'No chart of the dashboard reports clicks to onSelect. Add a chart that does, see docs/view.md.'

/** Whether a data mask contains a selection in a chart. */
export function hasSelection(mask: unknown): boolean {
  return selectionsIn(Object(mask)).size > 0
}

/** The entries of charts. Native filters have other keys. */
function chartsIn(mask: unknown): readonly (readonly [id: string, entry: unknown])[] {
  return Object.entries(Object(mask)).filter(([id]) => /^\d+$/.test(id))
}

/** The selections by the chart's number. */
function selectionsIn(mask: object): ReadonlyMap<number, Selected> {
  const selected = chartsIn(mask).map(([id, entry]) => {
    const { extraFormData, filterState } = ownProperties(entry)
    const { value } = ownProperties(filterState)
    return [Number(id), { value, values: valuesIn(ownProperties(extraFormData).filters) }] as const
  })
  return new Map(selected.filter(([, { value }]) => value !== null && value !== undefined))
}

/** `extraFormData.filters` has one form for all kinds of charts; `filterState.value` has several (measured). */
function valuesIn(filters: unknown): ChartSelection['values'] {
  const entries = Array.isArray(filters) ? filters.map(ownProperties) : []
  const columns = entries.map(({ col, val }) => [String(col), [val].flat()])
  return Object.fromEntries(columns) as ChartSelection['values']
}
