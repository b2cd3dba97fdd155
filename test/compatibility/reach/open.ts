import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type RlsRule, supersetJwt } from 'guestpass/server'
import { installationOf, type SupersetVersion } from '../../../scripts/superset/paths.ts'
import type { SampleDashboard, Superset } from '../../../scripts/superset/serve.ts'
import { BUILT, OF_USA, RETURNS, type ReachRow, type Scope, type Shape } from './cases.ts'

/** The dashboard of scripts/superset/seed_reach.py. Tests give its virtual dataset another SQL. */
export interface Reach {
  /** What a viewer of the USA sees of the virtual dataset, as a cell of the table. */
  seen(scope: Scope, shape: Shape): Promise<string>
  /** What a viewer of the USA sees of the table's own dataset. */
  seenOfTable(scope: Scope): Promise<string>
  /** Puts the datasets back as they were. */
  close(): void
}

interface Source {
  readonly datasetId: number
  readonly chartId: number
}

const COLUMNS = ['country', 'amount']

export function openReach(superset: Superset, version: SupersetVersion): Reach {
  const dashboard = superset.dashboards.find(({ slug }) => slug === 'reach')
  if (!dashboard) throw new Error('The dashboard "reach" does not exist.')
  const database = openDatabase(version)
  const table = sourceOf(database, 'reach_returns')
  const virtual = sourceOf(database, 'reach_virtual')
  const scopes: Readonly<Record<Scope, readonly Source[] | undefined>> = {
    table: [table],
    virtual: [virtual],
    both: [table, virtual],
    none: undefined,
  }

  async function rowsWith(
    scope: Scope,
    clause: RlsRule['clause'],
    source: Source,
    columns: readonly string[],
  ): Promise<readonly ReachRow[] | number> {
    const datasets = scopes[scope]?.map(({ datasetId }) => datasetId)
    const rules: readonly RlsRule[] = datasets?.map((id) => ({ clause, datasets: [id] })) ?? [{ clause }]
    const token = await mintToken(superset, dashboard?.embedId ?? '', rules)
    return askRows(superset, token, { source, columns, dashboardId: dashboard?.numericId ?? 0 })
  }

  const write = ({ datasetId }: Source, schema: string | null, sql: string | null) =>
    void database.prepare('UPDATE tables SET schema = ?, sql = ? WHERE id = ?').run(schema, sql, datasetId)

  return {
    async seen(scope, shape) {
      const { sql, columns = COLUMNS, tableSchema = 'main', virtualSchema = 'main', clause = BUILT } = shape
      write(table, tableSchema, null)
      write(virtual, virtualSchema, sql)
      return cellOf(await rowsWith(scope, clause, virtual, columns), shape)
    },
    async seenOfTable(scope) {
      write(table, 'main', null)
      return cellOf(await rowsWith(scope, BUILT, table, COLUMNS), {})
    },
    close() {
      write(table, 'main', null)
      write(virtual, 'main', 'SELECT country, amount FROM reach_returns')
      database.close()
    },
  }
}

function openDatabase(version: SupersetVersion): DatabaseSync {
  const file = path.join(installationOf(version).homeFolder, 'superset.db')
  return new DatabaseSync(file, { timeout: 30_000 })
}

function sourceOf(database: DatabaseSync, name: string): Source {
  const row = database
    .prepare(
      `SELECT t.id AS datasetId, s.id AS chartId FROM tables t JOIN slices s ON s.datasource_id = t.id
       WHERE t.table_name = ?`,
    )
    .get(name)
  return { datasetId: Number(row?.datasetId), chartId: Number(row?.chartId) }
}

async function mintToken(
  { url, guestSecret: secret, audience }: Superset,
  embedId: SampleDashboard['embedId'],
  rls: readonly RlsRule[],
): Promise<string> {
  const issuer = supersetJwt({ url, secret, audience })
  const grant = issuer.parseGrant({ viewer: 'ana', dashboards: [embedId], rls })
  return (await issuer.mint(grant, [embedId], new AbortController().signal)).token
}

interface RowsQuery {
  readonly source: Source
  readonly columns: readonly string[]
  readonly dashboardId: number
}

/** The rows as the guest gets them, or the status of a refusal. */
async function askRows(
  { url }: Superset,
  token: string,
  { source, columns, dashboardId }: RowsQuery,
): Promise<readonly ReachRow[] | number> {
  const response = await fetch(`${url}/api/v1/chart/data`, {
    method: 'POST',
    headers: { 'x-guesttoken': token, 'content-type': 'application/json' },
    body: JSON.stringify({
      datasource: { id: source.datasetId, type: 'table' },
      queries: [{ columns, metrics: [], filters: [], extras: {}, row_limit: 100 }],
      form_data: { slice_id: source.chartId, dashboardId },
      force: true,
      result_format: 'json',
      result_type: 'full',
    }),
  })
  if (response.status !== 200) return response.status
  const { result } = (await response.json()) as { readonly result: readonly [{ readonly data: Data }] }
  return result[0].data.map((row) => columns.map((name) => row[name] ?? 'null'))
}

type Data = readonly Readonly<Record<string, string | number>>[]

function cellOf(
  rows: readonly ReachRow[] | number,
  { everyRow = RETURNS, ownRows = OF_USA, sums }: Pick<Shape, 'everyRow' | 'ownRows' | 'sums'>,
): string {
  if (typeof rows === 'number') return `refused (${rows})`
  const seen = sorted(rows)
  if (seen === sorted(ownRows)) return 'yes'
  if (seen === sorted(everyRow)) return '**no, every row**'
  if (sums && seen === sorted(sums)) return '**own rows, the sum of all rows**'
  return `**other rows: ${seen}**`
}

const sorted = (rows: readonly ReachRow[]) => JSON.stringify(rows.map((row) => row.join(' ')).toSorted())
