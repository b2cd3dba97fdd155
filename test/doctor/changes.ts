import type { SampleDashboard } from '../../scripts/superset/serve'
import type { Database } from './database'

/** Changes in Superset's own database. Each function returns the function that takes its change back. */
interface Stored {
  readonly database: Database
  readonly dashboard: SampleDashboard
}

export function allow({ database, dashboard }: Stored, domains: string): () => void {
  const where = 'WHERE dashboard_id = ?'
  const { allow_domain_list: before = null } = database.one(
    `SELECT allow_domain_list FROM embedded_dashboards ${where}`,
    dashboard.numericId,
  )
  const write = (list: string | number | null) =>
    database.run(`UPDATE embedded_dashboards SET allow_domain_list = ? ${where}`, list, dashboard.numericId)
  write(domains)
  return () => write(before)
}

export function set(
  { database }: Stored,
  table: string,
  column: string,
  value: string | number | null,
  id: number,
) {
  const { [column]: before = null } = database.one(`SELECT ${column} FROM ${table} WHERE id = ?`, id)
  const write = (one: string | number | null) =>
    database.run(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, one, id)
  write(value)
  return () => write(before)
}

/** Gives the dashboard "Reach" a native filter by the country of a dataset. */
export function filterBy(stand: Stored & { readonly reach: SampleDashboard }, datasetId: number): () => void {
  const filter = {
    id: 'NATIVE_FILTER-doctor',
    name: 'Country',
    filterType: 'filter_select',
    type: 'NATIVE_FILTER',
    targets: [{ datasetId, column: { name: 'country' } }],
    scope: { rootPath: ['ROOT_ID'], excluded: [] },
  }
  const metadata = JSON.stringify({ native_filter_configuration: [filter] })
  return set(stand, 'dashboards', 'json_metadata', metadata, stand.reach.numericId)
}

export function permit(stand: Stored, role: string, permission: string, view: string): () => void {
  const ids = idsOf(stand, role, permission, view)
  insert(stand, ids)
  return () => remove(stand, ids)
}

export function forbid(stand: Stored, role: string, permission: string, view: string): () => void {
  const ids = idsOf(stand, role, permission, view)
  remove(stand, ids)
  return () => insert(stand, ids)
}

type Ids = readonly [roleId: number, permissionId: number]

function idsOf({ database }: Stored, role: string, permission: string, view: string): Ids {
  const { roleId, permissionId } = database.one(
    `SELECT r.id AS roleId, pv.id AS permissionId
     FROM ab_role r, ab_permission_view pv
     JOIN ab_permission p ON p.id = pv.permission_id JOIN ab_view_menu v ON v.id = pv.view_menu_id
     WHERE r.name = ? AND p.name = ? AND v.name = ?`,
    role,
    permission,
    view,
  )
  return [Number(roleId), Number(permissionId)]
}

const insert = ({ database }: Stored, [roleId, permissionId]: Ids) =>
  database.run(
    'INSERT INTO ab_permission_view_role (role_id, permission_view_id) VALUES (?, ?)',
    roleId,
    permissionId,
  )

const remove = ({ database }: Stored, [roleId, permissionId]: Ids) =>
  database.run(
    'DELETE FROM ab_permission_view_role WHERE role_id = ? AND permission_view_id = ?',
    roleId,
    permissionId,
  )

/** Gives datasets a database that Superset knows as this one; the stand's drivers read the same data for it. */
export function moveToDatabase(
  stand: Stored & { readonly databaseId: number },
  backend: 'mysql' | 'druid' | 'clickhousedb' | 'snowflake',
  ...datasetIds: readonly number[]
): () => void {
  const { database, databaseId } = stand
  const { id: _, ...row } = database.one('SELECT * FROM dbs WHERE id = ?', databaseId)
  const name = `doctor ${backend}`
  const address = `${backend}://nobody@localhost/main`
  const columns = { ...row, database_name: name, sqlalchemy_uri: address, uuid: null }
  const names = Object.keys(columns)
  database.run(
    `INSERT INTO dbs (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ...Object.values(columns),
  )
  const { id = null } = database.one('SELECT id FROM dbs WHERE database_name = ?', name)
  const undo = datasetIds.map((datasetId) => set(stand, 'tables', 'database_id', id, datasetId))
  return () => {
    for (const one of undo) one()
    database.run('DELETE FROM dbs WHERE database_name = ?', name)
  }
}
