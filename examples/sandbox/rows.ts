/**
 * Rows for the app's own components: a query over the dataset that a guest sends without being a chart.
 *
 * It has the part of Superset's chart data API that named queries of guestpass use: columns, saved metrics and one function over a
 * column, the filters `==` and `IN`, an order and a limit. Anything else is refused with 400 and is never answered in part.
 */

import { DATASET_ID, type DashboardDefinition } from './dashboards.ts'
import type { Reply } from './http.ts'
import type { Sale } from './sales.ts'
import { QueryError, type Row, type Warehouse } from './warehouse.ts'

/** The types of columns, in the order of Superset's numbers for them. */
export const TYPES = ['number', 'text', 'time'] as const

/** The columns of the dataset. */
export const COLUMNS: Readonly<Record<keyof Sale, (typeof TYPES)[number]>> = {
  order_number: 'number',
  order_date: 'time',
  status: 'text',
  customer_name: 'text',
  country: 'text',
  territory: 'text',
  product_line: 'text',
  deal_size: 'text',
  quantity_ordered: 'number',
  sales: 'number',
}

/** The saved metrics of the dataset. */
export const METRICS: Readonly<Record<string, string>> = { count: 'COUNT(*)' }

export interface RowsRequest {
  readonly datasource: { readonly id: number }
  readonly form_data: { readonly dashboardId: number; readonly slice_id?: number }
  readonly queries: readonly RowsQuery[]
}

interface RowsQuery {
  readonly columns: readonly unknown[]
  readonly metrics: readonly unknown[]
  readonly filters: readonly { readonly col: string; readonly op: string; readonly val?: unknown }[]
  readonly orderby: readonly (readonly [by: string, isAscending: boolean])[]
  readonly row_limit: number
}

/** A chart of the embedded page has neither columns nor metrics here, because the sandbox knows its charts. */
export function isRowsRequest(body: unknown): body is RowsRequest {
  const { queries, form_data } = Object(body)
  return Array.isArray(queries) && Object(form_data).dashboardId !== undefined
}

/** @param dashboard the guest may see it */
export function answerRows(
  dashboard: DashboardDefinition,
  { datasource, form_data, queries }: RowsRequest,
  warehouse: Warehouse,
  clauses: readonly string[],
): Reply {
  const charts = dashboard.tabs.flatMap((tab) => tab.charts)
  const { slice_id: chart } = form_data
  const hasChart = chart === undefined || charts.some(({ id }) => id === chart)
  if (datasource.id !== DATASET_ID || !hasChart) return FORBIDDEN
  try {
    return { status: 200, body: { result: queries.map((query) => resultOf(query, warehouse, clauses)) } }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { status: 400, body: { message: `Error: ${error.message}` } }
  }
}

function resultOf(query: RowsQuery, warehouse: Warehouse, clauses: readonly string[]): object {
  // A filter on another column is left out and reported, as Superset does.
  const known = query.filters.filter(({ col }) => isColumn(col))
  const rejected = query.filters.filter(({ col }) => !isColumn(col))
  const columns = query.columns.map(columnOf)
  const metrics = query.metrics.map(metricOf)
  const names = [...columns, ...metrics.map(({ label }) => label)]
  const { sql, values } = whereOf(known)
  const grouped = metrics.length > 0 && columns.length > 0 ? `GROUP BY ${columns.map(quote).join(', ')}` : ''
  const data = warehouse.rows(
    {
      select: [
        ...columns.map(quote),
        ...metrics.map(({ label, sql: expression }) => `${expression} AS ${quote(label)}`),
      ].join(', '),
      where: sql,
      rest: `${grouped} ${orderOf(query, names)} LIMIT ${limitOf(query)}`,
      values,
    },
    clauses,
  )
  return {
    ...{ data, rowcount: data.length, status: 'success', cached_dttm: null },
    ...{ colnames: names, coltypes: names.map((name) => typeOf(name, data)) },
    rejected_filters: rejected.map(({ col }) => ({ column: col, reason: 'not_in_datasource' })),
  }
}

const isColumn = (name: unknown): name is keyof Sale =>
  typeof name === 'string' && Object.hasOwn(COLUMNS, name)

function columnOf(column: unknown): string {
  if (isColumn(column)) return column
  throw new QueryError(`Columns missing in dataset: ${JSON.stringify([column])}`)
}

/** One function over one column, so that no expression reads around the rules of a guest. */
const EXPRESSION = /^(?:SUM|AVG|MIN|MAX|COUNT)\((\w+|\*)\)$/

function metricOf(metric: unknown): { readonly label: string; readonly sql: string } {
  const saved = typeof metric === 'string' && Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined
  const { label, sqlExpression } = saved
    ? { label: metric, sqlExpression: saved }
    : (Object(metric) as { readonly label?: unknown; readonly sqlExpression?: unknown })
  const [, over] = EXPRESSION.exec(String(sqlExpression)) ?? []
  if (over === '*' || isColumn(over)) return { label: String(label), sql: String(sqlExpression) }
  throw new QueryError(`Metric '${JSON.stringify(metric)}' does not exist`)
}

function whereOf(filters: RowsQuery['filters']): {
  readonly sql: string
  readonly values: readonly string[]
} {
  const conditions = filters.map(({ col, op, val }) => {
    const values = [val].flat()
    const isKnown =
      (op === '==' || op === 'IN') && values.every((value) => ['string', 'number'].includes(typeof value))
    if (!isKnown) throw new QueryError(`The sandbox does not know the filter ${op}`)
    return { sql: `${quote(col)} IN (${values.map(() => '?').join(', ')})`, values: values as string[] }
  })
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}

function orderOf({ orderby }: RowsQuery, names: readonly string[]): string {
  const orders = orderby.map(([by, isAscending]) => {
    if (!names.includes(by)) throw new QueryError(`Columns missing in dataset: ${JSON.stringify([by])}`)
    return `${quote(by)} ${isAscending ? 'ASC' : 'DESC'}`
  })
  return orders.length > 0 ? `ORDER BY ${orders.join(', ')}` : ''
}

const limitOf = ({ row_limit }: RowsQuery) => Math.max(1, Math.trunc(Number(row_limit) || 1))

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

function typeOf(name: string, [row]: readonly Row[]): number {
  const type = isColumn(name) ? COLUMNS[name] : typeof row?.[name] === 'string' ? 'text' : 'number'
  return TYPES.indexOf(type)
}

const FORBIDDEN: Reply = {
  status: 403,
  body: {
    errors: [
      {
        message: 'This endpoint requires the datasource, database or `all_datasource_access` permission',
        error_type: 'DATASOURCE_SECURITY_ACCESS_ERROR',
      },
    ],
  },
}
