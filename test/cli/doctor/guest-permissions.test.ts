import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NEEDED_PERMISSIONS, OPTIONAL_ENTRIES } from '../../../src/cli/doctor/superset/guest-menus'
import { guestPermissions } from '../../../src/cli/doctor/superset/guest-role'
import { documentedCell } from '../../compatibility/documented'
import { answering } from './answering'

async function whatFor(...permissions: readonly string[]): Promise<readonly string[]> {
  const roles = { Guest: [...NEEDED_PERMISSIONS, ...permissions] }
  const { findings } = await guestPermissions.run({ ...answering({}), roles })
  return findings.map(({ status, what }) => `${status}: ${what}`)
}

const NONE_WRONG = 'ok: the role has every permission that it needs, and no powerful permission.'

test.each([
  [[], 'The menus have no optional entries, such as Download.'],
  [['can_csv on Superset'], 'Optional entries in menus: Download (chart).'],
  [
    ['can_csv on Superset', 'can_view_query on Dashboard'],
    'Optional entries in menus: View query (chart), Download (chart).',
  ],
  // One of three that drilling needs.
  [
    ['can_drill on Dashboard'],
    'The menus have no optional entries, such as Download. Permissions without an entry in a menu: 1.',
  ],
  [
    ['can_read on Theme', 'can_slice on Superset', 'can_csv on Superset'],
    'Optional entries in menus: Download (chart). Permissions without an entry in a menu: 2.',
  ],
])('the needed permissions and %j', async (permissions, what) => {
  expect(await whatFor(...permissions)).toEqual([`${NONE_WRONG} ${what}`])
})

test('an optional permission does not hide a permission that is too powerful', async () => {
  const findings = await whatFor('can_csv on Superset', 'all_datasource_access on all_datasource_access')
  expect(findings).toEqual([expect.stringMatching(/^fail: .*all datasource access/)])
})

test.each(OPTIONAL_ENTRIES)(
  '$menu: $entry needs what `npm run compat` saw on 6.1',
  ({ menu, entry, permissions }) => {
    const cell = documentedCell('6.1.0', 'What a viewer may do', `*${entry}* in the menu of a ${menu}`)
    expect(cell?.split(', ').sort()).toEqual(permissions.map((permission) => `\`${permission}\``).sort())
  },
)

test.each(OPTIONAL_ENTRIES)('docs/superset.md lists $menu: $entry', ({ menu, entry, permissions }) => {
  const rows = readFileSync('docs/superset.md', 'utf8').split('\n')
  const row = rows.find((line) => line.startsWith(`| *${entry}* | ${menu} |`))
  for (const permission of permissions) expect(row).toContain(`\`${permission}\``)
})

test('docs/superset.md gives the guest role what the doctor calls needed', () => {
  const [, text = ''] =
    /cat > guest-role\.json << 'END'\n([\s\S]*?)\nEND/.exec(readFileSync('docs/superset.md', 'utf8')) ?? []
  const [{ permissions }] = JSON.parse(text)
  const names = permissions.map(
    (one: { permission: { name: string }; view_menu: { name: string } }) =>
      `${one.permission.name} on ${one.view_menu.name}`,
  )
  expect(names.sort()).toEqual([...NEEDED_PERMISSIONS].sort())
})
