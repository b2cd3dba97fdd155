import { GuestpassError } from '../core/errors'

/** What every platform's grant says: who it is for, and which dashboards they may see. */
export interface GrantBase {
  /** The app's stable key of the signed-in person. */
  readonly viewer: string
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

export interface GrantUser {
  readonly username?: string
  readonly firstName?: string
  readonly lastName?: string
}

export interface RlsRule {
  /** SQL that Superset pastes into the WHERE of its queries. */
  readonly clause: string
  /** The one dataset, by its number, that the rule is for. @default every dataset */
  readonly dataset?: number
}

/**
 * Reads a grant strictly: in Superset a misspelt field is dropped, and the rule then holds for everything or
 * for nothing. What comes back is new and plain: every field was read once, and nothing of the app's own
 * object (a getter, a `toJSON`) is left to say something else later.
 *
 * @throws {GuestpassError} `grant-invalid`, naming the field by its path and never its value.
 */
export function parseSupersetGrant(value: unknown): SupersetGrant {
  const { viewer, dashboards, user, rls } = fields(value, '', ['viewer', 'dashboards', 'user', 'rls'])
  return {
    viewer: text(viewer, 'viewer'),
    dashboards: list(dashboards, 'dashboards').map((id, index) => text(id, `dashboards[${index}]`)),
    ...(user !== undefined && { user: parseUser(user) }),
    rls: parseRls(rls),
  }
}

function parseUser(value: unknown): GrantUser {
  const said = Object.entries(fields(value, 'user', ['username', 'firstName', 'lastName']))
  return Object.fromEntries(
    said.filter(([, one]) => one !== undefined).map(([name, one]) => [name, text(one, `user.${name}`)]),
  )
}

function parseRls(rls: unknown): SupersetGrant['rls'] {
  if (rls === 'all-rows') return rls
  const rules = rls === undefined ? [] : list(rls, 'rls')
  if (rules.length === 0) {
    throw invalid(
      'rls',
      "is missing or empty: give rules, or say 'all-rows' where the viewer may see everything",
    )
  }
  return rules.map((one, index) => {
    const path = `rls[${index}]`
    const rule = fields(one, path, ['clause', 'dataset'])
    const clause = text(rule.clause, `${path}.clause`)
    // A dataset of `undefined` would make the rule global by accident: leave the field out instead.
    return 'dataset' in rule
      ? { clause, dataset: datasetNumber(rule.dataset, `${path}.dataset`) }
      : { clause }
  })
}

function datasetNumber(value: unknown, path: string): number {
  if (!Number.isInteger(value) || Number(value) <= 0) throw invalid(path, "is not a dataset's number")
  return Number(value)
}

/** The object's own and inherited fields, getters included, each read once; all of them must be known. */
function fields(value: unknown, path: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(path, 'is not an object')
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw invalid(path ? `${path}.${name}` : name, `is not known here; known are ${known.join(', ')}`)
    }
  }
  const present = known.filter((name) => name in value)
  return Object.fromEntries(present.map((name) => [name, (value as Record<string, unknown>)[name]]))
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(path, 'is not a list')
  // A hole becomes an entry, and is then refused like any other that says nothing.
  return Array.from(value)
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(path, 'is not a text, or is empty')
  return value
}

function invalid(path: string, what: string): GuestpassError {
  return new GuestpassError('grant-invalid', `The grant's ${path || 'value'} ${what}.`)
}
