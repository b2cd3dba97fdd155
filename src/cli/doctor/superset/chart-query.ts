import { parseJson } from '../../../core/parse-json'
import type { Chart } from '../subject'

/** The request for one row of each query of the chart, as the embedded page sends it. A mixed chart has two queries. */
export function chartQuery({ formData, datasetId }: Chart, saved: unknown, dashboardId: number): object {
  const context = Object(typeof saved === 'string' ? parseJson(saved) : undefined)
  const queries: readonly object[] = Array.isArray(context.queries) ? context.queries : []
  const unsaved = { metrics: metricsOf(formData), columns: [], filters: [], extras: {} }
  return {
    datasource: context.datasource ?? { id: datasetId, type: 'table' },
    force: false,
    queries: (queries.length > 0 ? queries : [unsaved]).map((query) => ({ ...query, row_limit: 1 })),
    form_data: { ...formData, dashboardId },
    result_format: 'json',
    result_type: 'full',
  }
}

function metricsOf({ metrics, metric }: Chart['formData']): readonly unknown[] {
  const all = [metrics ?? [], metric ?? []].flat()
  return all.length > 0 ? all : ['count']
}
