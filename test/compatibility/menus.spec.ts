/** What a viewer finds in the menus of a dashboard, and the permissions of the guest role that an entry needs. */

import { type MenuName, NEEDED_PERMISSIONS } from '../../src/cli/doctor/superset/guest-menus.ts'
import { row, test, versionUnderTest } from './fixtures.ts'
import { type GuestRole, openGuestRole, type Permission } from './guest-role.ts'
import { readMenus } from './menus.ts'
import type { Raw } from './raw.ts'

const ENTRIES: readonly (readonly [MenuName, string])[] = [
  ['chart', 'Force refresh'],
  ['chart', 'Enter fullscreen'],
  ['chart', 'View query'],
  ['chart', 'View as table'],
  ['chart', 'Drill to detail'],
  ['chart', 'Share'],
  ['chart', 'Download'],
  ['chart', 'Edit chart'],
  ['mark', 'Add cross-filter'],
  ['mark', 'Drill to detail by'],
  ['mark', 'Drill by'],
  ['dashboard', 'Refresh dashboard'],
  ['dashboard', 'Set auto-refresh'],
  ['dashboard', 'Download'],
  ['dashboard', 'Share'],
]

/** Taken away one by one. */
const OPTIONAL: readonly Permission[] = [
  'can_csv on Superset',
  'can_drill on Dashboard',
  'can_samples on Datasource',
  'can_get_drill_info on Dataset',
  'can_write on ExploreFormDataRestApi',
  'can_view_query on Dashboard',
  'can_view_chart_as_table on Dashboard',
  'can_share_chart on Superset',
  'can_share_dashboard on Superset',
]
/** Also shows what `can_drill`, `can_view_query` and `can_view_chart_as_table` show, so it would hide what they are for. */
const EXPLORE: Permission = 'can_explore on Superset'

type Menus = ReadonlySet<string>

interface Seen {
  /** With the needed permissions only. */
  readonly least: Menus
  /** With all optional permissions. */
  readonly all: Menus
  /** With all of them except one. */
  readonly without: ReadonlyMap<Permission, Menus>
  readonly withExplore: Menus
}

let seen: Promise<Seen> | undefined

test.describe('What a viewer may do', () => {
  test.beforeEach(() => test.setTimeout(900_000))

  for (const [menu, entry] of ENTRIES) {
    row(`*${entry}* in the menu of a ${menu}`, async ({ raw }) => {
      seen ??= look(raw)
      return cellOf(`${menu}: ${entry}`, await seen)
    })
  }

  row(
    'what the page reports to `/superset/log/`, without and with `can_log on Superset`',
    async ({ raw }) => {
      const role = openGuestRole(versionUnderTest())
      const statuses: number[] = []
      try {
        for (const permissions of [[], ['can_log on Superset']] as const) {
          role.set([...NEEDED_PERMISSIONS, ...permissions])
          const reported = raw.page.waitForResponse((response) => response.url().includes('/superset/log/'))
          await raw.open()
          statuses.push((await reported).status())
        }
      } finally {
        role.close()
      }
      return statuses.join(', ')
    },
  )
})

async function look(raw: Raw): Promise<Seen> {
  const role = openGuestRole(versionUnderTest())
  const menusWith = (permissions: readonly Permission[]) => readWith(role, raw, permissions)
  try {
    const least = await menusWith([])
    const all = await menusWith(OPTIONAL)
    const without = new Map<Permission, Menus>()
    for (const permission of OPTIONAL.filter(role.has)) {
      without.set(permission, await menusWith(OPTIONAL.filter((other) => other !== permission)))
    }
    return { least, all, without, withExplore: await menusWith([EXPLORE]) }
  } finally {
    role.close()
  }
}

function readWith(role: GuestRole, raw: Raw, permissions: readonly Permission[]): Promise<Menus> {
  role.set([...NEEDED_PERMISSIONS, ...permissions])
  return readMenus(raw)
}

function cellOf(entry: string, { least, all, without, withExplore }: Seen): string {
  if (least.has(entry)) return 'always'
  if (!all.has(entry)) return withExplore.has(entry) ? `\`${EXPLORE}\`` : 'never'
  const needed = [...without].flatMap(([permission, menus]) => (menus.has(entry) ? [] : [permission]))
  return needed.map((permission) => `\`${permission}\``).join(', ')
}
