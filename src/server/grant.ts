import type { DashboardDescriptor } from '../core/descriptor'
import { bare, type Fields, GrantReader } from './grant-reader'
import { readDashboard } from './read-descriptor'
import { NO_ROWS, parseRules } from './rls/read-rules'
import type { AtLeastOne, RlsRule } from './rls/rule'

/** The part of every grant, of one issuer or of several, that names the viewer. */
export interface ViewerGrant {
  /** The app's stable key of the signed-in person. */
  readonly viewer: string
}

/** The part of the grant of every platform: the viewer, and the dashboards that the viewer may see. */
export interface GrantBase extends ViewerGrant {
  /** The dashboards that this viewer may see: embed ids, or constants that `npx guestpass generate` wrote. */
  readonly dashboards: readonly (string | DashboardDescriptor)[]
}

/** What one viewer may see in Superset; the only source of it is the app's `authorize`. */
export interface SupersetGrant extends GrantBase {
  /** How Superset knows the viewer. @default a keyed hash of `viewer` as the username */
  readonly user?: GrantUser
  /** At least one rule, or `'all-rows'`. Several rules are joined with AND, and they hold for every dashboard. */
  readonly rls: 'all-rows' | AtLeastOne<RlsRule>
}

/** A grant as an issuer parsed it: every dashboard is its embed id. */
export interface ParsedGrant extends ViewerGrant {
  /** The embed ids of the dashboards that this viewer may see. */
  readonly dashboards: readonly string[]
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

/** What one viewer may see in a Preset workspace. */
export interface PresetGrant extends SupersetGrant {
  /** Whether the viewer can open the rows behind a chart. @default the setting of Preset */
  readonly enableDrilling?: boolean
}

const FIELDS = ['viewer', 'dashboards', 'user', 'rls'] as const

/**
 * Reads a grant, and refuses unknown fields. Superset ignores a misspelt field of a rule: without its `dataset` the rule
 * would filter every dataset, and without its `clause` it would filter nothing.
 *
 * @throws {GuestpassError} `grant-invalid`, naming every wrong field by its path and never its value.
 */
export function parseSupersetGrant(value: unknown): ParsedGrant & SupersetGrant {
  const reader = new GrantReader()
  const grant = parseFields(reader, reader.fields(value, '', FIELDS))
  reader.finish()
  return bare(grant)
}

/** @throws {GuestpassError} `grant-invalid`, as above. */
export function parsePresetGrant(value: unknown): ParsedGrant & PresetGrant {
  const reader = new GrantReader()
  const fields = reader.fields(value, '', [...FIELDS, 'enableDrilling'])
  const drilling = fields?.enableDrilling
  const grant = {
    ...parseFields(reader, fields),
    ...(drilling !== undefined && { enableDrilling: reader.flag(drilling, 'enableDrilling') }),
  }
  reader.finish()
  return bare(grant)
}

/** For a value that is not an object, the reader has reported only that. */
function parseFields(
  reader: GrantReader,
  fields: Fields<(typeof FIELDS)[number]> | undefined,
): ParsedGrant & SupersetGrant {
  if (!fields) return { viewer: '', dashboards: [], rls: [NO_ROWS] }
  const { viewer, dashboards, user, rls } = fields
  return {
    viewer: reader.text(viewer, 'viewer'),
    dashboards: reader
      .list(dashboards, 'dashboards')
      .map((dashboard, index) => readDashboard(reader, dashboard, `dashboards[${index}]`)),
    ...(user !== undefined && { user: parseUser(reader, user) }),
    rls: rls === 'all-rows' ? rls : parseRules(reader, rls),
  }
}

function parseUser(reader: GrantReader, value: unknown): GrantUser {
  const entries = Object.entries(reader.fields(value, 'user', ['username', 'firstName', 'lastName']) ?? {})
  const names = Object.fromEntries(
    entries
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => [name, reader.text(text, `user.${name}`)]),
  )
  return bare(names)
}
