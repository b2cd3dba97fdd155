import { IN_FRONT, inFront, reasonIn, resultOf } from '../answer'
import { check } from '../check'
import { type Finding, fail, skipped, warn } from '../finding'
import type { Chart, Guest, Subject } from '../subject'
import { publicGuests } from './account'
import { NEEDED_PERMISSIONS, OPTIONAL_ENTRIES } from './guest-menus'

export const guestRole = check({
  name: 'guest-role',
  about:
    'the first requests of the embedded page, as the guest: its role, the dashboard, its charts and datasets',
  problems: {
    'guest-token-refused': 'Superset refuses its own token',
    'guest-role-missing': 'GUEST_ROLE_NAME is not the name of a role',
    'guest-role-me': 'the guest may not read its own roles, which the page requests first',
    'guest-role-dashboard': 'the guest may not read its dashboard',
    'guest-role-charts': 'the guest may not read the charts of its dashboard',
    'guest-role-datasets': 'the guest may not read the datasets of its dashboard',
    ...IN_FRONT,
  },
  needs: ['token', 'embedding'],
  async run({ token, embedding, url, fetch, version, isSelfSigned, guestHeader = DEFAULT_HEADER }) {
    const guest: Guest = (path, body) =>
      fetch(url + path, {
        headers: { [guestHeader]: token, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
    const me = await guest('/api/v1/me/roles/')
    const { roles } = await resultOf(me)
    if (me.status === 401 && isSelfSigned) return skipped('guest-role', NOT_TAKEN)
    if (me.status !== 200) {
      return inFront('The guest', me) ?? tokenRefused(me.status, guestHeader, await reasonIn(me))
    }
    const learnt: Partial<Subject> = { guest, roles: readRoles(roles) }

    const path = `/api/v1/dashboard/${embedding.numericId}`
    const [dashboard, charts, datasets] = await Promise.all([
      guest(path),
      guest(`${path}/charts`),
      guest(`${path}/datasets`),
    ])
    const answers = [
      { id: 'guest-role-dashboard', what: 'its dashboard', response: dashboard },
      { id: 'guest-role-charts', what: 'the charts', response: charts },
      { id: 'guest-role-datasets', what: 'the datasets', response: datasets },
    ]
    const bad = answers.find(({ response }) => response.status !== 200)
    if (bad) {
      const granted = Object.values(learnt.roles ?? {}).flat()
      const known = { isPermitted: granted.includes('can_read on Dashboard'), version }
      return { findings: [await refused({ ...bad, ...known })], learnt }
    }
    const seen = await readCharts(charts)
    const count = `${seen.length} ${seen.length === 1 ? 'chart' : 'charts'}`
    const names = Object.keys(learnt.roles ?? {}).join(', ')
    return {
      ok: `${names}: sees the dashboard with its ${count}`,
      learnt: { ...learnt, charts: seen },
    }
  },
})

const NOT_TAKEN = 'Superset refuses tokens that the given secret signs, see given-secret.'
const DEFAULT_HEADER = 'X-GuestToken'

function tokenRefused(status: number, header: string, reason: string): Finding {
  if (status === 401) {
    const what = `Superset answers 401 to the token that it minted itself.${reason}`
    const fix = header.includes('_') ? withoutUnderscores(header) : letThrough(header)
    return fail('guest-token-refused', what, fix)
  }
  if (status >= 500) {
    const what = `/api/v1/me/roles/ answers ${status} to the guest: the role in GUEST_ROLE_NAME may not exist.`
    const fix =
      'Create a role only for guests (Settings → List Roles), and name it in superset_config.py:\n' +
      '  GUEST_ROLE_NAME = "Guest"'
    return fail('guest-role-missing', what, fix)
  }
  const what = `/api/v1/me/roles/ answers ${status} to the guest: the page shows "Something went wrong with embedded authentication".`
  return fail('guest-role-me', what, permit('can read on CurrentUserRestApi'))
}

function letThrough(header: string): string {
  return `Let the header ${header} through every proxy, and give all workers of Superset the same secret, audience and clock.`
}

/** gunicorn drops such a header from 22.0 on (`header_map`), and nginx by default (`underscores_in_headers`). */
function withoutUnderscores(header: string): string {
  const name = header.replace(/_+/g, '-')
  return `gunicorn 22 and nginx drop the header ${header}, because its name has an underscore. In superset_config.py:\n  GUEST_TOKEN_HEADER_NAME = "${name}"`
}

interface Refused {
  readonly id: string
  readonly what: string
  readonly response: Response
  readonly isPermitted: boolean
  readonly version: string | undefined
}

async function refused({ id, what, response, isPermitted, version }: Refused): Promise<Finding> {
  const unavailable = inFront(`The guest's request for ${what}`, response)
  if (unavailable) return unavailable
  const { status } = response
  const asked = `The guest is answered ${status} when it asks for ${what}.${await reasonIn(response)}`
  if (!isPermitted) return fail(id, asked, permit('can read on Dashboard'))
  // See docs/compatibility.md.
  const packages = version?.startsWith('6.0') ? 'On Superset 6.0 install flask-appbuilder below 5.0.2. ' : ''
  const fix = `${packages}Look at Superset's log, at a custom security manager, and a proxy in front.`
  return fail(id, `${asked} Its role has can_read on Dashboard.`, fix)
}

function permit(permission: string): string {
  return `Give the role that GUEST_ROLE_NAME names (Settings → List Roles):\n  ${permission}`
}

function readRoles(roles: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(Object(roles)).map(([name, permissions]) => [
      name,
      Array.isArray(permissions) ? permissions.map((permission) => [permission].flat().join(' on ')) : [],
    ]),
  )
}

async function readCharts(response: Response): Promise<readonly Chart[]> {
  const charts = await resultOf(response)
  if (!Array.isArray(charts)) return []
  return charts.map(({ id, slice_name: name, form_data: formData }) => ({
    id: Number(id),
    name: String(name),
    formData: Object(formData),
    datasetId: Number.parseInt(String(Object(formData).datasource), 10) || undefined,
  }))
}

export const guestPermissions = check({
  name: 'guest-permissions',
  about: 'whether the guest role has permissions that it should not have, and which menus they add',
  problems: {
    'guest-role-powerful': 'the guest role has permissions that a guest should not have',
    'guest-role-permalink': 'viewers cannot copy a link to the state of a dashboard',
    'guest-role-time-range': 'time filters fail',
    'guest-role-public': 'Superset does not report a refused token, because the Public role may read',
  },
  needs: ['roles'],
  run({ roles, isVisitorKnown }) {
    const granted = new Set(Object.values(roles).flat())
    const findings: Finding[] = WANTED.filter(({ permission }) => !granted.has(permission)).map(
      ({ id, permission, what }) =>
        warn(id, what, `Give the guest role (Settings → List Roles):\n  ${spoken(permission)}`),
    )
    // The check public-role reports this problem, if visitors have the permission.
    if ('Public' in roles && !isVisitorKnown) findings.push(publicGuests(PUBLIC))
    const excess = [...granted].filter((permission) => EXCESS.test(permission))
    if (excess.length > 0) {
      const what = `The guest role may do more than read: ${some(excess.map(spoken))}.`
      const fix =
        'Set GUEST_ROLE_NAME to a role that only guests have, and remove these permissions from it (Settings → List Roles).'
      findings.push(fail('guest-role-powerful', what, fix))
    }
    return { findings, ok: describeRole(granted) }
  },
})

const PUBLIC = 'Guests have the Public role: every visitor may do the same as a guest.'

const WANTED = [
  {
    id: 'guest-role-permalink',
    permission: 'can_write on DashboardPermalinkRestApi',
    what: 'The guest role cannot make permalinks: getDashboardPermalink and "Copy permalink" fail.',
  },
  {
    id: 'guest-role-time-range',
    permission: 'can_time_range on Api',
    what: 'The guest role may not compute time ranges: time filters fail.',
  },
] as const

/** Permissions that read data outside the dashboard without its rules, change data or rights, or run SQL. */
const EXCESS = new RegExp(
  [
    /^all_(datasource|database|query)_access on /,
    /^(database|catalog|schema)_access on /,
    /^can_(write|delete) on (Dashboard|Chart|Dataset|Database|Role|User|Row Level Security)$/,
    /^can_(sqllab|sql_json|execute_sql_query|grant_guest_token|set_embedded) on /,
  ]
    .map(({ source }) => source)
    .join('|'),
)

/** The entries of menus that the role adds, and the number of permissions that add no entry. */
function describeRole(granted: ReadonlySet<string>): string {
  const offered = OPTIONAL_ENTRIES.filter(({ permissions }) =>
    permissions.every((permission) => granted.has(permission)),
  )
  const used = new Set<string>([...NEEDED_PERMISSIONS, ...offered.flatMap(({ permissions }) => permissions)])
  const others = [...granted].filter((permission) => !used.has(permission)).length
  const names = offered.map(({ menu, entry }) => `${entry} (${menu})`)
  return [
    'the role has every permission that it needs, and no powerful permission.',
    names.length > 0
      ? `Optional entries in menus: ${names.join(', ')}.`
      : 'The menus have no optional entries, such as Download.',
    ...(others > 0 ? [`Permissions without an entry in a menu: ${others}.`] : []),
  ].join(' ')
}

const MANY = 4

function some(names: readonly string[]): string {
  const unlisted = names.length - MANY
  return names.slice(0, MANY).join(', ') + (unlisted > 0 ? ` and ${unlisted} more` : '')
}

/** As Superset's own list of roles writes it. */
function spoken(permission: string): string {
  return permission.replace(/^(\w+)/, (name) => name.replaceAll('_', ' '))
}
