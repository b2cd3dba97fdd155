/** How a dashboard is built, as an account reads it: filters, tabs, charts and the dataset under them. */

import type { Access } from './access.ts'
import {
  type ChartDefinition,
  DASHBOARDS,
  DATASET_ID,
  DATASET_NAME,
  type DashboardDefinition,
  ORDER_COLUMNS,
  type TabDefinition,
} from './dashboards.ts'
import type { Reply, Routes } from './http.ts'
import { COLUMNS, METRICS, TYPES } from './rows.ts'

/** The list of dashboards, and the dataset. The routes of one dashboard are in `dashboard-api.ts`. */
export function structureRoutes(access: Access): Routes {
  const list = DASHBOARDS.map(({ numericId: id, title: dashboard_title, slug }) => ({
    ...{ id, dashboard_title, slug },
  }))
  return {
    async 'GET /api/v1/dashboard/'(request) {
      const reply = { status: 200, body: { count: list.length, result: list } }
      return (await access.refuse(request)) ?? reply
    },
    async 'GET /api/v1/dataset/{id}'(request, id) {
      const reply = id === String(DATASET_ID) ? DATASET : { status: 404, body: { message: 'Not found' } }
      return (await access.refuse(request)) ?? reply
    },
  }
}

/** The filters and the layout are in texts, as Superset has them. The page reads `tabs` and `nativeFilters` in their place. */
export function infoOf({ numericId, title, slug, tabs, nativeFilters }: DashboardDefinition): Reply {
  const configuration = nativeFilters.map(({ id, name, column }) => ({
    ...{ id, name, type: 'NATIVE_FILTER', filterType: 'filter_select' },
    targets: [{ datasetId: DATASET_ID, column: { name: column } }],
  }))
  const result = {
    ...{ id: numericId, dashboard_title: title, slug, tabs, nativeFilters },
    json_metadata: JSON.stringify({ native_filter_configuration: configuration }),
    position_json: JSON.stringify(layoutOf(tabs)),
  }
  return { status: 200, body: { result } }
}

/** The settings of charts. guestpass reads the kind, the dataset, and the columns of tables. */
export function chartsOf({ tabs }: DashboardDefinition): Reply {
  const result = tabs.flatMap((tab) => tab.charts).map(chartOf)
  return { status: 200, body: { result } }
}

function chartOf({ id, title: slice_name, kind }: ChartDefinition): object {
  const datasource = `${DATASET_ID}__table`
  const form_data =
    kind === 'orders'
      ? { viz_type: 'ag-grid-table', datasource, all_columns: ORDER_COLUMNS }
      : { viz_type: kind, datasource }
  return { id, slice_name, form_data }
}

/** A tree of components by their ids: the root, its tabs, and the charts in each. */
function layoutOf(tabs: readonly TabDefinition[]): object {
  const entries = tabs.flatMap(({ id, label, charts }) => [
    { id, type: 'TAB', children: charts.map(({ id: chart }) => `CHART-${chart}`), meta: { text: label } },
    ...charts.map(({ id: chartId }) => ({
      ...{ id: `CHART-${chartId}`, type: 'CHART', children: [], meta: { chartId } },
    })),
  ])
  const root = { id: 'ROOT_ID', type: 'ROOT', children: ['TABS'] }
  const bar = { id: 'TABS', type: 'TABS', children: tabs.map(({ id }) => id) }
  return Object.fromEntries([root, bar, ...entries].map((entry) => [entry.id, entry]))
}

const DATASET: Reply = {
  status: 200,
  body: {
    result: {
      ...{ id: DATASET_ID, table_name: DATASET_NAME, sql: null },
      columns: Object.entries(COLUMNS).map(([column_name, type]) => ({
        ...{ column_name, type_generic: TYPES.indexOf(type), is_dttm: type === 'time' },
      })),
      metrics: Object.entries(METRICS).map(([metric_name, expression]) => ({ metric_name, expression })),
    },
  },
}
