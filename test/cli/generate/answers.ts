/** Parts of Superset's answers, as its API has them. */

interface FilterParts {
  readonly dataset?: number
  readonly column?: string
  readonly controls?: object
  readonly value?: unknown
}

export function filterAnswer(
  id: string,
  name: string,
  kind = 'filter_select',
  parts: FilterParts = {},
): object {
  const { dataset, column, controls, value } = parts
  const target = {
    ...(dataset !== undefined && { datasetId: dataset }),
    ...(column !== undefined && { column: { name: column } }),
  }
  return {
    id: `NATIVE_FILTER-${id}`,
    name,
    type: 'NATIVE_FILTER',
    filterType: kind,
    targets: [target],
    controlValues: { multiSelect: true, enableEmptyFilter: false, ...controls },
    defaultDataMask: { extraFormData: {}, filterState: value === undefined ? {} : { value }, ownState: {} },
    scope: { rootPath: ['ROOT_ID'], excluded: [] },
  }
}

export function chartAnswer(id: number, name: string, kind = 'table', dataset = 1): object {
  return {
    id,
    slice_name: name,
    // A guest can read the SQL of a chart too, and so it must not get into the file.
    form_data: {
      viz_type: kind,
      datasource: `${dataset}__table`,
      slice_id: id,
      metric: { expressionType: 'SQL', sqlExpression: 'SUM(canary_of_sql)' },
    },
  }
}

/** Types by Superset's number: 0 number, 1 text, 2 time, 3 boolean. */
export function datasetAnswer(
  id: number,
  name: string,
  columns: Readonly<Record<string, number>> | readonly (readonly [string, number])[],
  metrics: readonly string[] = [],
  sql: string | null = null,
): readonly [number, object] {
  const entries = Array.isArray(columns) ? columns : Object.entries(columns)
  const answer = {
    id,
    table_name: name,
    sql,
    columns: entries.map(([column, type]) => ({
      column_name: column,
      type_generic: type,
      expression: 'canary_of_sql + 1',
    })),
    metrics: metrics.map((metric) => ({ metric_name: metric, expression: 'SUM(canary_of_sql)' })),
  }
  return [id, answer]
}

/** A tab with the parts inside it, or a chart by its number and its name on this dashboard. */
export type Part =
  | readonly [tab: string, title: string, parts?: readonly Part[]]
  | readonly [chart: number, name?: string]

/** The layout of a dashboard with these tabs and charts. */
export function layoutAnswer(parts: readonly Part[]): Readonly<Record<string, unknown>> {
  const components: Record<string, unknown> = { DASHBOARD_VERSION_KEY: 'v2' }
  const add = (part: Part, position: string): string => {
    if (!isTab(part)) {
      const id = `CHART-${position}`
      const [chartId, sliceNameOverride] = part
      components[id] = { type: 'CHART', id, children: [], meta: { chartId, sliceNameOverride } }
      return id
    }
    const [key, title, inside = []] = part
    const id = `TAB-${key}`
    const group = `TABS-${key}`
    const children = inside.map((child, index) => add(child, `${position}-${index}`))
    components[group] = { type: 'TABS', id: group, children }
    components[id] = { type: 'TAB', id, children: [group], meta: { text: title } }
    return id
  }
  const children = parts.map((part, index) => add(part, String(index)))
  components['GRID_ID'] = { type: 'GRID', id: 'GRID_ID', children }
  components['ROOT_ID'] = { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] }
  return components
}

function isTab(part: Part): part is Extract<Part, readonly [string, ...unknown[]]> {
  return typeof part[0] === 'string'
}
