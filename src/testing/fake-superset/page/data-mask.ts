/** The data mask in the shape of Superset: for each filter and each chart, what it adds to the queries. */

import { merge } from './mask-entries'

export type DataMask = Readonly<Record<string, DataMaskEntry>>

interface DataMaskEntry {
  readonly id: string
  readonly extraFormData: object
  readonly filterState: { readonly value?: readonly string[] | null; readonly label?: string }
  readonly ownState: object
}

/** The columns that are filtered, by the id of the filter or of the chart in which a viewer clicks. */
const COLUMNS = { 'NATIVE_FILTER-country': 'country', '3': 'country', '4': 'line' } as const

export type MaskId = keyof typeof COLUMNS

export const EMPTY_MASK: DataMask = emptyMask(Object.keys(COLUMNS))

function emptyMask(ids: readonly string[]): DataMask {
  return Object.fromEntries(ids.map((id) => [id, { id, extraFormData: {}, filterState: {}, ownState: {} }]))
}

/** The mask with the entries of a test. A test can have filters that the fake does not have. */
export function withEntries(mask: DataMask, entries: object): DataMask {
  return merge({ ...emptyMask(Object.keys(entries)), ...mask }, entries)
}

/** The mask after a viewer has chosen a value in an entry. `undefined` removes the choice. */
export function choose(mask: DataMask, id: MaskId, chosen: string | undefined): DataMask {
  const value = chosen === undefined ? null : [chosen]
  const extraFormData = value ? { filters: [{ col: COLUMNS[id], op: 'IN', val: value }] } : {}
  return merge(mask, { [id]: { extraFormData, filterState: { value, label: chosen ?? '' } } })
}

export const chosenIn = (mask: DataMask, id: MaskId) => mask[id]?.filterState.value?.[0]

/** Whether a chart shows a row. A click in a chart filters the other charts, not the chart itself. */
export function isLetThrough(
  row: { readonly country: string; readonly line: string },
  mask: DataMask,
  chart: number,
): boolean {
  return Object.entries(COLUMNS).every(([id, column]) => {
    const value = mask[id]?.filterState.value
    return id === String(chart) || !Array.isArray(value) || value.length === 0 || value.includes(row[column])
  })
}
