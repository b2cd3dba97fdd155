import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { NEEDED_PERMISSIONS, OPTIONAL_ENTRIES } from './guest-menus'
import { publicGuests } from './public-role'

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
    if (findings.length > 0) return { findings }
    return ok('guest-permissions', describeRole(granted))
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
  const rest = names.length - MANY
  return names.slice(0, MANY).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** As Superset's own list of roles writes it. */
function spoken(permission: string): string {
  return permission.replace(/^(\w+)/, (name) => name.replaceAll('_', ' '))
}
