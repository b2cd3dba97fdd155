import { isSame } from '../../../core/is-same'
import { ownProperties } from '../../../core/own-properties'
import type { ChartSelection } from '../view-options'

/** What is selected in a chart, as the data mask reports it. */
interface Selected {
  readonly value: unknown
  readonly values: ChartSelection['values']
}

/** Finds clicks into charts in the data masks of the documents of a frame. */
export interface SelectionReader {
  /** Another document has loaded. */
  onDocument(): void
  onDataMask(mask: object): void
}

/**
 * Only another `filterState.value` of a chart is a click. The flag `crossFiltersChanged` is also set when a table is drawn
 * or sorted (measured on 6.1). The first data mask of a document is not a click, because a page may start with values.
 */
export function createSelectionReader(onSelect: (selection: ChartSelection | null) => void): SelectionReader {
  let before: ReadonlyMap<number, Selected> = new Map()
  let isFirst = true

  return {
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
      if (!wasFirst) for (const [chartId, { values }] of clicked) onSelect({ chartId, values })
      if (released.length > 0 && (wasFirst || clicked.length === 0)) onSelect(null)
    },
  }
}

/** Whether a data mask contains a selection in a chart. */
export function hasSelection(mask: unknown): boolean {
  return selectionsIn(Object(mask)).size > 0
}

/** The selections by the chart's number. Native filters have other keys. */
function selectionsIn(mask: object): ReadonlyMap<number, Selected> {
  const charts = Object.entries(mask).filter(([id]) => /^\d+$/.test(id))
  const selected = charts.map(([id, entry]) => {
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
