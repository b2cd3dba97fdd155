import type { GrantBase } from './grant'
import { bare, type Fields, GrantReader, type JsonObject } from './grant-reader'

export type { Json, JsonObject } from './grant-reader'

/** What one viewer may see in Embeddable; the only source of it is the app's `authorize`. */
export interface EmbeddableGrant extends GrantBase {
  /** The ids of the dashboards that this viewer may see. */
  readonly dashboards: readonly string[]
  /** What the data models filter rows by. Required, also as `{}`. A model reads a key that is missing as `undefined`. */
  readonly securityContext: JsonObject
  /** Every query is narrowed to these rows, independent of its model. A query that cannot be narrowed fails. */
  readonly filters?: readonly EmbeddableFilter[]
  /** Names of roles, for what the models make of them. */
  readonly roles?: readonly string[]
  /** Which of the workspace's databases is read. @default the workspace's own default */
  readonly environment?: string
  /** Which saved version of the embeddables this viewer sees: a tag, or a version such as `v2`. @default that of the issuer */
  readonly savedVersion?: string
  /** @default the workspace's own default */
  readonly dataProvider?: string
  /** The name under which a custom canvas is kept. Viewers with the same name share it. @default a canvas for each viewer */
  readonly customCanvasState?: string
  /** @default false */
  readonly customCanvasReadOnly?: boolean
}

/** A filter that Embeddable adds to every query of the viewer. */
export type EmbeddableFilter = ValueFilter | PresenceFilter

/** A filter that compares a member with values. */
export interface ValueFilter {
  /** A field of a model: `<model>.<field>`, for example `orders.country`. */
  readonly member: string
  /** How the field is compared with the values. */
  readonly operator: Exclude<EmbeddableOperator, 'set' | 'notSet'>
  /** At least one value. */
  readonly values: readonly (string | number | boolean | null)[]
}

/** A filter for members that have a value, or have none. */
export interface PresenceFilter {
  /** A field of a model: `<model>.<field>`, for example `orders.country`. */
  readonly member: string
  /** Whether the field has a value. */
  readonly operator: 'set' | 'notSet'
  /** Not needed. */
  readonly values?: readonly (string | number | boolean | null)[]
}

/** How a filter compares a field: the names of Embeddable's documentation on security filters. */
export type EmbeddableOperator =
  | 'equals'
  | 'notEquals'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'notStartsWith'
  | 'endsWith'
  | 'notEndsWith'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'inDateRange'
  | 'notInDateRange'
  | 'onTheDate'
  | 'beforeDate'
  | 'beforeOrOnDate'
  | 'afterDate'
  | 'afterOrOnDate'
  | 'set'
  | 'notSet'

/** Whether the operator needs values. A query with an operator that is not listed fails. */
const NEEDS_VALUES: Readonly<Record<EmbeddableOperator, boolean>> = {
  equals: true,
  notEquals: true,
  contains: true,
  notContains: true,
  startsWith: true,
  notStartsWith: true,
  endsWith: true,
  notEndsWith: true,
  gt: true,
  gte: true,
  lt: true,
  lte: true,
  inDateRange: true,
  notInDateRange: true,
  onTheDate: true,
  beforeDate: true,
  beforeOrOnDate: true,
  afterDate: true,
  afterOrOnDate: true,
  set: false,
  notSet: false,
}

const FIELDS = [
  'viewer',
  'dashboards',
  'securityContext',
  'filters',
  'roles',
  'environment',
  'savedVersion',
  'dataProvider',
  'customCanvasState',
  'customCanvasReadOnly',
] as const

/**
 * Reads a grant strictly, by the same rules as Superset's. A field that is present must have a value, because a filter
 * that is `undefined` by accident would narrow nothing.
 *
 * @throws {GuestpassError} `grant-invalid`, naming every wrong field by its path and never its value.
 */
export function parseEmbeddableGrant(value: unknown): EmbeddableGrant {
  const reader = new GrantReader()
  const grant = parseFields(reader, reader.fields(value, '', FIELDS) ?? {})
  reader.finish()
  return bare(grant)
}

function parseFields(reader: GrantReader, fields: Fields<(typeof FIELDS)[number]>): EmbeddableGrant {
  const text = (name: 'environment' | 'savedVersion' | 'dataProvider' | 'customCanvasState') =>
    name in fields ? { [name]: reader.text(fields[name], name) } : {}
  return {
    viewer: reader.text(fields.viewer, 'viewer'),
    dashboards: texts(reader, fields.dashboards, 'dashboards'),
    securityContext: parseContext(reader, fields.securityContext),
    ...('filters' in fields && { filters: parseFilters(reader, fields.filters) }),
    ...('roles' in fields && { roles: texts(reader, fields.roles, 'roles') }),
    ...text('environment'),
    ...text('savedVersion'),
    ...text('dataProvider'),
    ...text('customCanvasState'),
    ...('customCanvasReadOnly' in fields && {
      customCanvasReadOnly: reader.flag(fields.customCanvasReadOnly, 'customCanvasReadOnly'),
    }),
  }
}

function texts(reader: GrantReader, value: unknown, path: string): readonly string[] {
  return reader.list(value, path).map((entry, index) => reader.text(entry, `${path}[${index}]`))
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
  return filters.map((filter, index) => parseFilter(reader, filter, `filters[${index}]`))
}

function parseFilter(reader: GrantReader, value: unknown, path: string): EmbeddableFilter {
  const filter = reader.fields(value, path, ['member', 'operator', 'values']) ?? {}
  const member = reader.text(filter.member, `${path}.member`)
  if (member !== '' && !MEMBER.test(member)) {
    reader.problem(`${path}.member`, 'is not a field of a model: write <model>.<field>, as in orders.country')
  }
  const operator = parseOperator(reader, filter.operator, `${path}.operator`)
  const hasValues = 'values' in filter
  if (!hasValues && operator !== undefined && NEEDS_VALUES[operator]) {
    reader.problem(`${path}.values`, `is missing: ${operator} needs at least one value`)
  }
  const values = hasValues && { values: parseValues(reader, filter.values, `${path}.values`) }
  return { member, operator, ...values } as EmbeddableFilter
}

/** The name of a model, and of a field. A view may contain a path of models. */
const MEMBER = /^[^\s.]+(?:\.[^\s.]+)+$/

function parseOperator(reader: GrantReader, value: unknown, path: string): EmbeddableOperator | undefined {
  const text = reader.text(value, path)
  if (isOperator(text)) return text
  if (text !== '') reader.problem(path, `is not an operator: use ${Object.keys(NEEDS_VALUES).join(', ')}`)
  return undefined
}

function isOperator(text: string): text is EmbeddableOperator {
  return Object.hasOwn(NEEDS_VALUES, text)
}

function parseValues(
  reader: GrantReader,
  value: unknown,
  path: string,
): NonNullable<EmbeddableFilter['values']> {
  const values = reader.list(value, path)
  if (Array.isArray(value) && values.length === 0) {
    reader.problem(path, 'is empty: a filter without values does not define any rows')
  }
  return values.map((entry, index) => {
    const scalar = reader.json(entry, `${path}[${index}]`)
    if (typeof scalar !== 'object' || scalar === null) return scalar
    reader.problem(`${path}[${index}]`, 'is not a single value')
    return null
  })
}
