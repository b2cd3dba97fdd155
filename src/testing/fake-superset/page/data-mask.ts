/** What each chart and filter adds to the queries, in Superset's shape: it is the state of the filters. */

export type DataMask = Readonly<Record<string, DataMaskEntry>>

interface DataMaskEntry {
  readonly id: string
  readonly extraFormData: object
  readonly filterState: { readonly value?: readonly string[] | null; readonly label?: string }
  readonly ownState: object
}

/** By id, the column that it filters: the filter beside the charts, and the charts that a click filters by. */
const COLUMNS = { 'NATIVE_FILTER-country': 'country', '3': 'country', '4': 'line' } as const

export type MaskId = keyof typeof COLUMNS

export const EMPTY_MASK: DataMask = Object.fromEntries(
  Object.keys(COLUMNS).map((id) => [id, { id, extraFormData: {}, filterState: {}, ownState: {} }]),
)

/** Takes from `given`, which may be anything, what is meant for an entry there is. */
export function merge(mask: DataMask, given: unknown): DataMask {
  const known = Object.entries(Object(given) as object).filter(
    ([id, entry]) => Object.hasOwn(mask, id) && typeof entry === 'object' && entry !== null,
  )
  return { ...mask, ...Object.fromEntries(known.map(([id, entry]) => [id, { ...mask[id], ...entry, id }])) }
}

/** The mask once a value is chosen in one of its entries; `undefined` takes the choice back. */
export function choose(mask: DataMask, id: MaskId, chosen: string | undefined): DataMask {
  const value = chosen === undefined ? null : [chosen]
  const extraFormData = value ? { filters: [{ col: COLUMNS[id], op: 'IN', val: value }] } : {}
  return merge(mask, { [id]: { extraFormData, filterState: { value, label: chosen ?? '' } } })
}

export const chosenIn = (mask: DataMask, id: MaskId) => mask[id]?.filterState.value?.[0]

/** Whether a row is in a chart: a chart is not filtered by a click in itself. */
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

/** Of which kind the filters are that changed: it is sent along with a mask. */
export function changesBetween(before: DataMask, after: DataMask) {
  const changed = Object.keys(after).filter((id) => after[id] !== before[id])
  const isNative = (id: string) => id.startsWith('NATIVE_FILTER-')
  return {
    crossFiltersChanged: changed.some((id) => !isNative(id)),
    nativeFiltersChanged: changed.some(isNative),
  }
}
