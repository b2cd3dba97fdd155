import type { GrantBase } from './grant'
import { bare, createGrantReader, type Fields, type GrantReader, type JsonObject } from './grant-reader'

export type { Json, JsonObject } from './grant-reader'

/** What one viewer may see in Embeddable; the only source of it is the app's `authorize`. */
export interface EmbeddableGrant extends GrantBase {
  /** The ids of the dashboards that this viewer may see. */
  readonly dashboards: readonly string[]
  /** What the data models filter rows by. `{}` must be said: a model that asks for more then reads `undefined`. */
  readonly securityContext: JsonObject
  /** Rows that every query is narrowed to, whatever the model says; one that cannot be fails. */
  readonly filters?: readonly EmbeddableFilter[]
  /** Names of roles, for what the models make of them. */
  readonly roles?: readonly string[]
  /** Which of the workspace's databases is read. @default the workspace's own default */
  readonly environment?: string
  /** @default the workspace's own default */
  readonly dataProvider?: string
  /** The name under which a custom canvas is kept; who is given the same one shares it. @default one a viewer */
  readonly customCanvasState?: string
  /** @default false */
  readonly customCanvasReadOnly?: boolean
}

/** A filter that Embeddable puts on every query of the viewer's. */
export interface EmbeddableFilter {
  /** `cube.dimension` */
  readonly member: string
  /** `equals`, `notEquals`, `gt`, `inDateRange` …: Embeddable's own words. */
  readonly operator: string
  /** What `set` and `notSet` do without. */
  readonly values?: readonly (string | number | boolean | null)[]
}

const FIELDS = [
  'viewer',
  'dashboards',
  'securityContext',
  'filters',
  'roles',
  'environment',
  'dataProvider',
  'customCanvasState',
  'customCanvasReadOnly',
] as const

/**
 * Reads a grant strictly, by the same rules as Superset's: a field that is there must say something, because one that
 * is `undefined` by accident would open what it was to narrow.
 *
 * @throws {GuestpassError} `grant-invalid`, naming every wrong field by its path and never its value.
 */
export function parseEmbeddableGrant(value: unknown): EmbeddableGrant {
  const reader = createGrantReader()
  const grant = parseFields(reader, reader.fields(value, '', FIELDS) ?? {})
  reader.finish()
  return bare(grant)
}

function parseFields(reader: GrantReader, said: Fields<(typeof FIELDS)[number]>): EmbeddableGrant {
  const text = (name: 'environment' | 'dataProvider' | 'customCanvasState') =>
    name in said ? { [name]: reader.text(said[name], name) } : {}
  return {
    viewer: reader.text(said.viewer, 'viewer'),
    dashboards: texts(reader, said.dashboards, 'dashboards'),
    securityContext: parseContext(reader, said.securityContext),
    ...('filters' in said && { filters: parseFilters(reader, said.filters) }),
    ...('roles' in said && { roles: texts(reader, said.roles, 'roles') }),
    ...text('environment'),
    ...text('dataProvider'),
    ...text('customCanvasState'),
    ...('customCanvasReadOnly' in said && {
      customCanvasReadOnly: reader.flag(said.customCanvasReadOnly, 'customCanvasReadOnly'),
    }),
  }
}

function texts(reader: GrantReader, value: unknown, path: string): readonly string[] {
  return reader.list(value, path).map((one, index) => reader.text(one, `${path}[${index}]`))
}

function parseContext(reader: GrantReader, value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reader.problem('securityContext', 'is not an object: say {} where the models ask for nothing')
    return {}
  }
  return reader.json(value, 'securityContext') as JsonObject
}

function parseFilters(reader: GrantReader, value: unknown): readonly EmbeddableFilter[] {
  const filters = reader.list(value, 'filters')
  if (Array.isArray(value) && filters.length === 0) {
    reader.problem('filters', 'is empty: leave it out where every row may be seen')
  }
  return filters.map((one, index) => parseFilter(reader, one, `filters[${index}]`))
}

function parseFilter(reader: GrantReader, value: unknown, path: string): EmbeddableFilter {
  const filter = reader.fields(value, path, ['member', 'operator', 'values']) ?? {}
  return {
    member: reader.text(filter.member, `${path}.member`),
    operator: reader.text(filter.operator, `${path}.operator`),
    ...('values' in filter && { values: parseValues(reader, filter.values, `${path}.values`) }),
  }
}

function parseValues(
  reader: GrantReader,
  value: unknown,
  path: string,
): NonNullable<EmbeddableFilter['values']> {
  const values = reader.list(value, path)
  if (Array.isArray(value) && values.length === 0) {
    reader.problem(path, 'is empty: a filter for no values says nothing of which rows those are')
  }
  return values.map((one, index) => {
    const scalar = reader.json(one, `${path}[${index}]`)
    if (typeof scalar !== 'object' || scalar === null) return scalar
    reader.problem(`${path}[${index}]`, 'is not a single value')
    return null
  })
}
