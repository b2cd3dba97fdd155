/** Reads the structure of dashboards from Superset's API, as an account that may read dashboards and datasets. */

import type { ColumnType } from '../../core/descriptor'
import { parseJson } from '../../core/parse-json'
import { ToolError } from '../../core/tool-error'
import { inTurn } from '../in-turn'
import { bodyOf, type Refusals, refusal, type SupersetSession } from '../superset-session'
import { type Layout, readLayout } from './layout'
import { readFilters } from './read-filters'
import { type Chart, compareTexts, type Dataset, type Filter, nameOf, type Structure } from './structure'

export interface Embedded {
  readonly numericId: number
  readonly embedId: string
}

export interface StructureReader {
  /** @throws {ToolError} `login-refused`, `not-superset`, `unreachable`, `descriptor-invalid` */
  read(dashboard: Embedded): Promise<Structure>
}

/**
 * Reads one dashboard after the other. A dataset that several dashboards use is requested once.
 *
 * @param warn is called for a dataset that the account cannot read, once for each dataset
 */
export function createStructureReader(
  session: SupersetSession,
  warn: (text: string) => void,
): StructureReader {
  const requested = new Map<number, Promise<Dataset | undefined>>()
  const readOnce = (id: number) => {
    const request = requested.get(id) ?? readDataset(session, id, warn)
    requested.set(id, request)
    return request
  }
  return {
    async read({ numericId, embedId }) {
      const dashboard = Object(await resultOf(session, `/api/v1/dashboard/${numericId}`))
      const { dashboard_title: title, slug, json_metadata: metadata, position_json: positions } = dashboard
      const settings = jsonOf(metadata, 'json_metadata', numericId)
      const filters = readFilters(settings)
      const layout = readLayout(jsonOf(positions, 'position_json', numericId))
      const charts = await readCharts(session, numericId, layout)
      const datasets = await inTurn(datasetIdsOf(filters, charts), AT_ONCE, readOnce)
      const known = datasets.filter((dataset) => dataset !== undefined)
      return {
        embedId,
        numericId,
        title: nameOf(title, numericId),
        slug: typeof slug === 'string' && slug !== '' ? slug : null,
        // On unless a person has switched them off.
        crossFilters: Object(settings).cross_filters_enabled !== false,
        filters: filters.map((filter) => withKnownDataset(filter, known)),
        tabs: layout.tabs,
        charts: charts.map((chart) => withKnownDataset(chart, known)),
        datasets: known,
      }
    },
  }
}

/** A Superset has few workers, and viewers need them too. */
const AT_ONCE = 4

async function readCharts(
  session: SupersetSession,
  dashboard: number,
  { chartNames }: Layout,
): Promise<readonly Chart[]> {
  const listed = await resultOf(session, `/api/v1/dashboard/${dashboard}/charts`)
  const charts = [listed].flat().flatMap((entry) => {
    const { id, slice_name: sliceName, form_data: formData } = Object(entry)
    if (typeof id !== 'number') return []
    const { viz_type: kind, datasource } = Object(formData)
    const [, datasetId] = /^(\d+)__table$/.exec(String(datasource)) ?? []
    const names = chartNames.get(id) ?? ['']
    return [...new Set(names.map((name) => nameOf(name || sliceName, id)))].map((name) => ({
      name,
      id,
      kind: String(kind),
      datasetId: datasetId === undefined ? undefined : Number(datasetId),
    }))
  })
  return charts.sort((a, b) => compareTexts(a.name, b.name) || a.id - b.id)
}

function datasetIdsOf(filters: readonly Filter[], charts: readonly Chart[]): readonly number[] {
  const ids = [...filters, ...charts].flatMap(({ datasetId }) => datasetId ?? [])
  return [...new Set(ids)].sort((a, b) => a - b)
}

/** `undefined` for a dataset that does not exist, or that this account does not see: Superset answers 404 to both. */
async function readDataset(
  session: SupersetSession,
  id: number,
  warn: (text: string) => void,
): Promise<Dataset | undefined> {
  const response = await session.get(`/api/v1/dataset/${id}`)
  const body = await bodyOf(response)
  if (response.status === 404 && body !== undefined) {
    warn(
      `Dataset ${id} does not exist, or this account may not read it. Charts and filters that use it are written without a dataset. Give the account access to the dataset, or choose another dataset in Superset.`,
    )
    return undefined
  }
  const { table_name: name, sql, columns, metrics } = Object(Object(body).result)
  if (!response.ok || !Array.isArray(columns)) throw await refusal(response, REFUSED_DATASET)
  return {
    name: nameOf(name, id),
    id,
    // Only whether the SQL of a virtual dataset exists is used.
    table: typeof sql === 'string' && sql !== '' ? undefined : String(name),
    columns: uniqueTexts(columns.map((column) => Object(column).column_name)).map((text) => ({
      name: text,
      type: typeOf(columns.find((column) => Object(column).column_name === text)),
    })),
    metrics: uniqueTexts([metrics ?? []].flat().map((metric) => Object(metric).metric_name)),
  }
}

/** A column and a metric have no other id than their name, so the name stays as Superset has it. */
function uniqueTexts(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))].sort(compareTexts)
}

function typeOf(column: unknown): ColumnType {
  const { type_generic: type, is_dttm: isTime } = Object(column)
  const known = typeof type === 'number' ? GENERIC_TYPES[type] : undefined
  return known ?? (isTime === true ? 'time' : 'unknown')
}

/** By Superset's number of the type, `GenericDataType`. */
const GENERIC_TYPES: readonly ColumnType[] = ['number', 'text', 'time', 'boolean']

function withKnownDataset<T extends Filter | Chart>(item: T, datasets: readonly Dataset[]): T {
  return datasets.some(({ id }) => id === item.datasetId) ? item : { ...item, datasetId: undefined }
}

async function resultOf(session: SupersetSession, path: string): Promise<object> {
  const response = await session.get(path)
  const { result } = Object(await bodyOf(response))
  if (!response.ok || typeof result !== 'object' || result === null) {
    throw await refusal(response, REFUSED_DASHBOARD)
  }
  return result
}

/** Superset keeps both as texts. An empty text is a dashboard without filters or without a layout. */
function jsonOf(text: unknown, field: string, dashboard: number): unknown {
  if (typeof text !== 'string' || text === '') return {}
  const value = parseJson(text)
  if (value !== undefined) return value
  throw new ToolError(
    'descriptor-invalid',
    `${field} of dashboard ${dashboard} is not JSON, so its filters and tabs cannot be read. Open the dashboard in Superset, choose Edit dashboard > Edit properties > Advanced, correct the JSON and save.`,
  )
}

const REFUSED_DASHBOARD: Refusals = {
  401: 'the access token is not valid, or no longer.',
  403: "the account's roles lack can_read on Dashboard.",
  404: 'the dashboard does not exist, or this account may not see it. guestpass dashboards lists the others.',
}

const REFUSED_DATASET: Refusals = {
  401: 'the access token is not valid, or no longer.',
  403: "the account's roles lack can_read on Dataset.",
}
