import type { DashboardDescriptor } from '../../core/descriptor'

/**
 * The part of a dashboard through which a guest may read a dataset: a chart, or a filter (measured, 4.1 to 6.1). It is the
 * `form_data` of a request.
 */
export type DatasetAccess =
  | { readonly slice_id: number; readonly dashboardId: number }
  | { readonly type: 'NATIVE_FILTER'; readonly native_filter_id: string; readonly dashboardId: number }

/** `undefined` when no chart and no filter of the dashboard uses the dataset. */
export function accessTo(dashboard: DashboardDescriptor, dataset: string): DatasetAccess | undefined {
  const { numericId, charts, filters } = dashboard
  const chart = Object.values(charts).find((entry) => entry.dataset === dataset)
  const filter = Object.values(filters).find((entry) => entry.dataset === dataset)
  return accessThrough(numericId, chart?.id, filter?.id)
}

/** Through the chart, or else through the filter. */
export function accessThrough(
  dashboardId: number,
  chartId: number | undefined,
  filterId: string | undefined,
): DatasetAccess | undefined {
  if (chartId !== undefined) return { slice_id: chartId, dashboardId }
  return filterId === undefined
    ? undefined
    : { type: 'NATIVE_FILTER', native_filter_id: filterId, dashboardId }
}
