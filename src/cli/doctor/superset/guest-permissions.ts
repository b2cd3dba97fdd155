import { check } from '../check'
import { type Finding, fail, ok, warn } from '../finding'
import { NEEDED_PERMISSIONS, OPTIONAL_ENTRIES } from './guest-menus'
import { publicGuests } from './public-role'

export const guestPermissions = check({
  name: 'guest-permissions',
  about: 'what else the guest role may do, and what it should not',
  problems: {
    'guest-role-powerful': 'the guest role may do what no guest should',
    'guest-role-permalink': 'a link to the state of a dashboard cannot be copied',
    'guest-role-time-range': 'time filters fail',
    'guest-role-public': 'a refused token goes unnoticed, because the Public role may look around',
  },
  needs: ['roles'],
  run({ roles, isVisitorKnown }) {
    const held = new Set(Object.values(roles).flat())
    const findings: Finding[] = WANTED.filter(({ permission }) => !held.has(permission)).map(
      ({ id, permission, what }) =>
        warn(id, what, `Give the guest role (Settings → List Roles):\n  ${spoken(permission)}`),
    )
    // The check public-role reports it where visitors notice.
    if ('Public' in roles && !isVisitorKnown) findings.push(publicGuests(PUBLIC))
    const excess = [...held].filter((permission) => EXCESS.test(permission))
    if (excess.length > 0) {
      const what = `The guest role may do more than look: ${some(excess.map(spoken))}.`
      const fix =
        'Name a role in GUEST_ROLE_NAME that nobody else has, and take these from it (Settings → List Roles).'
      findings.push(fail('guest-role-powerful', what, fix))
    }
    if (findings.length > 0) return { findings }
    return ok('guest-permissions', describeRole(held))
  },
})

const PUBLIC = 'Guests have the Public role: whatever it may do, every visitor may.'

const WANTED = [
  {
    id: 'guest-role-permalink',
    permission: 'can_write on DashboardPermalinkRestApi',
    what: 'The guest role cannot make permalinks: getDashboardPermalink and "Copy permalink" fail.',
  },
  {
    id: 'guest-role-time-range',
    permission: 'can_time_range on Api',
    what: 'The guest role cannot have a time range worked out: time filters fail.',
  },
] as const

/** Reaches data beyond the dashboard, whatever its rules say, changes something or whom it is for, or runs SQL. */
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

/** What viewers find in the menus because of the role, and what of the role brings nothing. */
function describeRole(held: ReadonlySet<string>): string {
  const offered = OPTIONAL_ENTRIES.filter(({ permissions }) => permissions.every((one) => held.has(one)))
  const used = new Set<string>([...NEEDED_PERMISSIONS, ...offered.flatMap(({ permissions }) => permissions)])
  const others = [...held].filter((permission) => !used.has(permission)).length
  const names = offered.map(({ menu, entry }) => `${entry} (${menu})`)
  return [
    'no permission is missing, and none is too powerful.',
    names.length > 0
      ? `Optional entries in menus: ${names.join(', ')}.`
      : 'The menus have no optional entries, such as Download.',
    ...(others > 0 ? [`Permissions that bring no entry: ${others}.`] : []),
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
