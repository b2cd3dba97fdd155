import { bare, createGrantReader, type Fields, type GrantReader } from './grant-reader'
import { BuiltClause } from './rls/built-clause'

/** What every grant says, of one issuer or of several: who it is for. */
export interface ViewerGrant {
  /** The app's stable key of the signed-in person. */
  readonly viewer: string
}

/** What every platform's grant says: who it is for, and which dashboards they may see. */
export interface GrantBase extends ViewerGrant {
  /** Embed ids this viewer may see. */
  readonly dashboards: readonly string[]
}

/** What one viewer may see in Superset; the only source of it is the app's `authorize`. */
export interface SupersetGrant extends GrantBase {
  /** How Superset knows the viewer. @default a keyed hash of `viewer` as the username */
  readonly user?: GrantUser
  /** `'all-rows'` must be said; several rules are joined with AND and hold for every dashboard. */
  readonly rls: 'all-rows' | readonly RlsRule[]
}

/** Who the viewer is to Superset: in its logs, and to a Jinja template that asks. */
export interface GrantUser {
  /** What rules and logs know them by. @default a keyed hash of `viewer` */
  readonly username?: string
  /** Shown by Superset. */
  readonly firstName?: string
  /** Shown by Superset. */
  readonly lastName?: string
}

/** A row-level security rule: several are joined with AND. */
export interface RlsRule {
  /** What Superset pastes into the WHERE of its queries: made by `rls(…)`, or your own SQL, in which no value may be. */
  readonly clause: string | BuiltClause
  /** The one dataset, by its number, that the rule is for. @default every dataset */
  readonly dataset?: number
}

/** What one viewer may see in a Preset workspace. */
export interface PresetGrant extends SupersetGrant {
  /** Lets the viewer drill from a chart into its rows. @default as Preset decides */
  readonly enableDrilling?: boolean
}

const FIELDS = ['viewer', 'dashboards', 'user', 'rls'] as const

/**
 * Reads a grant strictly: in Superset a misspelt field is dropped, and the rule then holds for everything or
 * for nothing.
 *
 * @throws {GuestpassError} `grant-invalid`, naming every wrong field by its path and never its value.
 */
export function parseSupersetGrant(value: unknown): SupersetGrant {
  const reader = createGrantReader()
  const grant = parseFields(reader, reader.fields(value, '', FIELDS))
  reader.finish()
  return bare(grant)
}

/** @throws {GuestpassError} `grant-invalid`, as above. */
export function parsePresetGrant(value: unknown): PresetGrant {
  const reader = createGrantReader()
  const said = reader.fields(value, '', [...FIELDS, 'enableDrilling'])
  const drilling = said?.enableDrilling
  const grant = {
    ...parseFields(reader, said),
    ...(drilling !== undefined && { enableDrilling: reader.flag(drilling, 'enableDrilling') }),
  }
  reader.finish()
  return bare(grant)
}

/** Of what is not even an object nothing more is said. */
function parseFields(reader: GrantReader, said: Fields<(typeof FIELDS)[number]> | undefined): SupersetGrant {
  if (!said) return { viewer: '', dashboards: [], rls: [] }
  const { viewer, dashboards, user, rls } = said
  return {
    viewer: reader.text(viewer, 'viewer'),
    dashboards: reader
      .list(dashboards, 'dashboards')
      .map((id, index) => reader.text(id, `dashboards[${index}]`)),
    ...(user !== undefined && { user: parseUser(reader, user) }),
    rls: parseRls(reader, rls),
  }
}

function parseUser(reader: GrantReader, value: unknown): GrantUser {
  const said = Object.entries(reader.fields(value, 'user', ['username', 'firstName', 'lastName']) ?? {})
  const names = Object.fromEntries(
    said
      .filter(([, one]) => one !== undefined)
      .map(([name, one]) => [name, reader.text(one, `user.${name}`)]),
  )
  return bare(names)
}

function parseRls(reader: GrantReader, rls: unknown): SupersetGrant['rls'] {
  if (rls === 'all-rows') return rls
  const rules = rls === undefined ? [] : reader.list(rls, 'rls')
  if (rules.length === 0) {
    reader.problem(
      'rls',
      "is missing or empty: give rules, or say 'all-rows' where the viewer may see everything",
    )
  }
  return rules.map((one, index) => parseRule(reader, one, `rls[${index}]`))
}

function parseRule(reader: GrantReader, value: unknown, path: string): RlsRule {
  const rule = reader.fields(value, path, ['clause', 'dataset'])
  if (!rule) return { clause: '' }
  const clause = BuiltClause.read(rule.clause)?.sql ?? reader.text(rule.clause, `${path}.clause`)
  // A dataset of `undefined` would make the rule global by accident: leave the field out instead.
  if (!('dataset' in rule)) return { clause }
  return { clause, dataset: parseDataset(reader, rule.dataset, `${path}.dataset`) }
}

function parseDataset(reader: GrantReader, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  reader.problem(path, "is not a dataset's number")
  return 0
}
