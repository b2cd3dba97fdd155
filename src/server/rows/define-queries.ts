/**
 * Checks the named queries of an app once, when the route is made, and turns each into the parts of a request that never
 * change. A misspelt name is then an error at the start of the app, and not empty rows for a viewer.
 */

import type { ColumnType, DashboardDescriptor, DescribedDataset } from '../../core/descriptor'
import { ownProperties } from '../../core/own-properties'
import type { RowsColumn } from '../../core/rows'
import type { RowsParam, RowsQueries, RowsQuery } from '../../core/rows-query'
import { invalid } from '../options'
import { isNumber } from '../read-descriptor'
import { accessTo, type DatasetAccess } from './dataset-access'
import { filterOf, problemOfCondition, problemOfOperator, type QueryFilter } from './filters'

/** What belongs to one query and never changes. */
export interface PreparedQuery {
  readonly name: string
  /** The embed id of its dashboard, which the grant has to list. */
  readonly embedId: string
  readonly datasetId: number
  readonly access: DatasetAccess
  readonly params: Readonly<Record<string, RowsParam>>
  readonly limit: number
  /** The columns that every answer has to have. Superset reports the type where it is `unknown` here. */
  readonly columns: readonly RowsColumn[]
  readonly filters: readonly QueryFilter[]
  /** The part of the query object of Superset that no request changes. */
  readonly fixed: object
}

const DEFAULT_LIMIT = 1_000
const MAX_LIMIT = 10_000

/**
 * Returns the queries as they are, with the exact types of their names, for `ParamsOf` and `RowOf`.
 *
 * @throws {GuestpassError} `option-invalid` names the query, and what to change
 */
export function defineQueries<const Queries extends RowsQueries>(queries: Queries): Queries {
  prepareQueries(queries)
  return queries
}

/** @throws {GuestpassError} `option-invalid` */
export function prepareQueries(queries: RowsQueries): ReadonlyMap<string, PreparedQuery> {
  const entries = Object.entries(ownProperties(queries))
  return new Map(entries.map(([name, query]) => [name, prepareQuery(name, query as RowsQuery)] as const))
}

function prepareQuery(name: string, query: RowsQuery): PreparedQuery {
  const { dashboard, dataset, columns = [], metrics = [], where = [], orderBy = [] } = query
  const { params = {}, limit = DEFAULT_LIMIT } = query
  const refuse = (problem: string) => invalid(`queries.${name}: ${problem}`)
  const described = readDataset(dashboard, dataset)
  if (!described)
    throw refuse('dashboard is not what npx guestpass generate writes, or it does not have dataset.')
  const access = accessTo(dashboard, dataset)
  if (!access) throw refuse(`no chart and no filter of the dashboard uses the dataset ${dataset}.`)
  const checkColumn = (column: string) => {
    if (!Object.hasOwn(described.columns, column)) {
      throw refuse(`the dataset ${dataset} has no column ${column}. Run npx guestpass generate again.`)
    }
    return described.columns[column] as ColumnType
  }
  for (const column of columns) checkColumn(nameOf(column))
  for (const metric of metrics) {
    if (typeof metric === 'string' && !described.metrics.includes(metric)) {
      throw refuse(`the dataset ${dataset} has no metric ${metric}. Run npx guestpass generate again.`)
    }
  }
  if (columns.length + metrics.length === 0) throw refuse('columns or metrics is missing.')
  const names = [...columns.map(labelOf), ...metrics.map(metricName)]
  if (new Set(names).size < names.length)
    throw refuse('two columns or metrics have the same name. Set label.')
  const unordered = orderBy.find(({ by }) => !names.includes(by))
  if (unordered)
    throw refuse(`orderBy names ${unordered.by}, which is not a column or a metric of this query.`)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw refuse('limit is not from 1 to 10,000.')
  for (const { column, operator = '==', value } of where) {
    checkColumn(column)
    const problem = problemOfCondition(operator, value)
    if (problem) throw refuse(`the value of ${column} in where ${problem}`)
  }
  for (const [key, param] of Object.entries(params)) {
    const problem = problemOf(param, checkColumn(param.column))
    if (problem) throw refuse(`params.${key} ${problem}`)
  }
  return {
    name,
    embedId: dashboard.embedId,
    datasetId: described.id,
    access,
    params,
    limit,
    columns: [
      ...columns.map((column) => ({ name: labelOf(column), type: checkColumn(nameOf(column)) })),
      ...metrics.map((metric) => ({ name: metricName(metric), type: 'unknown' as const })),
    ],
    filters: where.map(({ column, operator = '==', value }) => filterOf(column, operator, value)),
    fixed: writeFixed(columns, metrics, orderBy, limit),
  }
}

/** The part of the query object of Superset that no request changes. */
function writeFixed(
  columns: readonly Column[],
  metrics: readonly Metric[],
  orderBy: NonNullable<RowsQuery['orderBy']>,
  limit: number,
): object {
  return {
    columns: columns.map(writeColumn),
    metrics: metrics.map(writeMetric),
    orderby: orderBy.map(({ by, descending = false }) => {
      // Superset up to 6.0 does not know the label of a rounded time (measured).
      const time = columns.find((column) => typeof column !== 'string' && labelOf(column) === by)
      return [time ? writeColumn(time) : by, !descending]
    }),
    // One more than the limit shows that rows are missing, because Superset does not report it (measured).
    row_limit: limit + 1,
  }
}

function readDataset(dashboard: DashboardDescriptor, dataset: string): DescribedDataset | undefined {
  const { embedId, numericId, datasets } = ownProperties(dashboard)
  const described = ownProperties(datasets)[dataset] as DescribedDataset | undefined
  const isWhole = typeof embedId === 'string' && isNumber(numericId) && isNumber(described?.id)
  return isWhole ? described : undefined
}

type Column = NonNullable<RowsQuery['columns']>[number]
type Metric = NonNullable<RowsQuery['metrics']>[number]

const nameOf = (column: Column) => (typeof column === 'string' ? column : column.column)
const metricName = (metric: Metric) => (typeof metric === 'string' ? metric : metric.label)
const labelOf = (column: Column) => (typeof column === 'string' ? column : (column.label ?? column.column))

function writeColumn(column: Column): unknown {
  if (typeof column === 'string') return column
  return {
    ...{ timeGrain: column.grain, columnType: 'BASE_AXIS', expressionType: 'SQL' },
    ...{ sqlExpression: column.column, label: labelOf(column) },
  }
}

function writeMetric(metric: Metric): unknown {
  if (typeof metric === 'string') return metric
  return { expressionType: 'SQL', sqlExpression: metric.sql, label: metric.label }
}

/** What is wrong with the definition of a parameter, as the end of a sentence. */
function problemOf(param: RowsParam, column: string | undefined): string | undefined {
  const { type, operator = '==', list = false, values } = param
  if (!['text', 'number', 'boolean', 'dates'].includes(type)) return 'has a type that is not known.'
  const problem = problemOfOperator(operator, list ? 'list' : 'scalar')
  if (problem) return problem
  const isPlain = type === 'text' || type === 'number'
  if (!isPlain && (list || values || param.operator !== undefined)) {
    return `is of type ${type}, which has neither operator, list nor values.`
  }
  if (type === 'dates' && column !== 'time' && column !== 'unknown')
    return 'is of type dates, and its column is not a time.'
  if (values?.length === 0) return 'has an empty list of values.'
  return undefined
}
