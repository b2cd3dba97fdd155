import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { installationOf, type SupersetVersion } from '../../scripts/superset/paths.ts'

/** A permission as Superset's list of roles writes it: `can_csv on Superset`. */
export type Permission = `${string} on ${string}`

/** The guest role in Superset's own database. Superset reads it for each request. */
export interface GuestRole {
  /** Whether this release has the permission at all. */
  has(permission: Permission): boolean
  /** Gives the role these permissions and no others. */
  set(permissions: readonly Permission[]): void
  /** Gives the role what it had at first. */
  close(): void
}

export function openGuestRole(version: SupersetVersion): GuestRole {
  const database = new DatabaseSync(path.join(installationOf(version).homeFolder, 'superset.db'), {
    timeout: 30_000,
  })
  const idOfRole = Number(database.prepare(`SELECT id FROM ab_role WHERE name = 'Guest'`).get()?.['id'])
  const held = database
    .prepare('SELECT permission_view_id AS id FROM ab_permission_view_role WHERE role_id = ?')
    .all(idOfRole)
    .map(({ id }) => Number(id))

  function idOf(permission: Permission): number | undefined {
    const [name = '', view = ''] = permission.split(' on ')
    const found = database
      .prepare(
        `SELECT pv.id FROM ab_permission_view pv JOIN ab_permission p ON p.id = pv.permission_id
         JOIN ab_view_menu v ON v.id = pv.view_menu_id WHERE p.name = ? AND v.name = ?`,
      )
      .get(name, view)
    return found && Number(found['id'])
  }

  function write(ids: readonly number[]): void {
    database.exec('BEGIN IMMEDIATE')
    database.prepare('DELETE FROM ab_permission_view_role WHERE role_id = ?').run(idOfRole)
    const insert = database.prepare(
      'INSERT INTO ab_permission_view_role (role_id, permission_view_id) VALUES (?, ?)',
    )
    for (const id of ids) insert.run(idOfRole, id)
    database.exec('COMMIT')
  }

  return {
    has: (permission) => idOf(permission) !== undefined,
    set: (permissions) => write(permissions.map(idOf).filter((id) => id !== undefined)),
    close() {
      write(held)
      database.close()
    },
  }
}
