import { parseJson } from '../../../core/parse-json'
import type { Chart } from '../subject'

/** One row of what the chart shows, asked for as the embedded page asks. */
export function chartQuery({ formData, datasetId }: Chart, saved: unknown, dashboardId: number): object {
  const context = Object(typeof saved === 'string' ? parseJson(saved) : undefined)
  const [query] = Array.isArray(context.queries) ? context.queries : []
  return {
    datasource: context.datasource ?? { id: datasetId, type: 'table' },
    force: false,
    queries: [
      { ...(query ?? { metrics: metricsOf(formData), columns: [], filters: [], extras: {} }), row_limit: 1 },
    ],
    form_data: { ...formData, dashboardId },
    result_format: 'json',
    result_type: 'full',
  }
}

function metricsOf({ metrics, metric }: Chart['formData']): readonly unknown[] {
  const all = [metrics ?? [], metric ?? []].flat()
  return all.length > 0 ? all : ['count']
}
