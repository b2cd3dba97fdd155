/**
 * The part of a dashboard through which a guest may read a dataset: a chart, or a filter (measured, 4.1 to 6.1). It is the
 * `form_data` of a request.
 */
export type DatasetAccess =
  | { readonly slice_id: number; readonly dashboardId: number }
  | { readonly type: 'NATIVE_FILTER'; readonly native_filter_id: string; readonly dashboardId: number }

/** The charts and the filters of a dashboard, each with its dataset: a descriptor, or lists from an API. */
export interface DatasetUses<Dataset> {
  readonly numericId: number
  readonly charts: Uses<number, Dataset>
  readonly filters: Uses<string, Dataset>
}

type Uses<Id, Dataset> = Readonly<Record<string, { readonly id: Id; readonly dataset?: Dataset | undefined }>>

/** `undefined` when no chart and no filter of the dashboard uses the dataset. */
export function accessTo<Dataset>(
  { numericId: dashboardId, charts, filters }: DatasetUses<Dataset>,
  dataset: Dataset,
): DatasetAccess | undefined {
  const chart = Object.values(charts).find((entry) => entry.dataset === dataset)
  if (chart) return { slice_id: chart.id, dashboardId }
  const filter = Object.values(filters).find((entry) => entry.dataset === dataset)
  return filter && { type: 'NATIVE_FILTER', native_filter_id: filter.id, dashboardId }
}
