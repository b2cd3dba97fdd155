/**
 * What every chart and every filter contributes to the queries, in Superset's shape. Each has one entry, even if
 * nothing is chosen in it. The mask is the state of the dashboard's filters, and the host receives it.
 */

import { isNative } from '../../../src/testing/fake-superset/page/mask-entries'
import type { ChartDefinition, Condition, NativeFilterDefinition } from '../dashboards'

export type DataMask = Readonly<Record<string, DataMaskEntry>>

export interface DataMaskEntry {
  readonly id: string
  readonly extraFormData: { readonly filters?: readonly Condition[] }
  readonly filterState: { readonly value?: readonly string[] | null; readonly label?: string }
  readonly ownState: object
}

export function emptyMask(
  charts: readonly ChartDefinition[],
  filters: readonly NativeFilterDefinition[],
): DataMask {
  const ids = [...charts.filter(({ by }) => by).map(({ id }) => String(id)), ...filters.map(({ id }) => id)]
  return Object.fromEntries(ids.map((id) => [id, { id, extraFormData: {}, filterState: {}, ownState: {} }]))
}

/** What an entry becomes when these values of a column are chosen; none take it back. */
export function choose(id: string, col: string, values: readonly string[]): DataMaskEntry {
  const value = values.length > 0 ? values : null
  return {
    id,
    extraFormData: value ? { filters: [{ col, op: 'IN', val: value }] } : {},
    filterState: { value, ...(isNative(id) && { label: values.join(', '), excludeFilterValues: true }) },
    ownState: {},
  }
}

export function chosenIn(mask: DataMask, id: string | number): readonly string[] {
  return mask[id]?.filterState.value ?? []
}

/** The conditions a chart's query gets: a chart is not filtered by a click in itself. */
export function conditionsFor(mask: DataMask, chart: number): readonly Condition[] {
  return Object.values(mask)
    .filter(({ id }) => id !== String(chart))
    .flatMap(({ extraFormData }) => extraFormData.filters ?? [])
}
