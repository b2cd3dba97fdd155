import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { installationOf } from '../../scripts/superset/paths.ts'
import type { Superset } from '../../scripts/superset/serve.ts'

export interface EventRow {
  readonly id: number
  readonly organisation_id: number
  readonly user_id: number
  readonly publisher: string | null
  readonly is_secret: boolean | null
  /** Hostile in most rows. */
  readonly note: string
}

/** A dashboard over the table `events`, which a real Superset shows, with a chart for each dataset. */
export interface EventsDashboard {
  readonly embedId: string
  readonly numericId: number
  /** The dataset of the table, and a virtual one over it. */
  readonly table: DatasetWithChart
  readonly virtual: DatasetWithChart
  remove(): Promise<void>
}

export interface DatasetWithChart {
  readonly datasetId: number
  readonly chartId: number
}

/** Adds the table to the sample database, and through Superset's API the dataset, the chart and the dashboard. */
export async function addEvents(superset: Superset, rows: readonly EventRow[]): Promise<EventsDashboard> {
  fillTable(rows)
  const ask = await signIn(superset)
  const { id: numericId } = await ask('POST', 'dashboard/', { dashboard_title: 'Events', published: true })
  // A run that was killed leaves its datasets behind.
  for (const name of ['events', 'all_events']) {
    const { ids } = await ask('GET', `dataset/?q=(filters:!((col:table_name,opr:eq,value:${name})))`)
    for (const id of ids) await ask('DELETE', `dataset/${id}`)
  }
  const addDataset = async (dataset: { readonly table_name: string; readonly sql?: string }) => {
    const { id: datasetId } = await ask('POST', 'dataset/', { database: 1, schema: 'main', ...dataset })
    const { id: chartId } = await ask('POST', 'chart/', {
      slice_name: dataset.table_name,
      viz_type: 'table',
      datasource_id: datasetId,
      datasource_type: 'table',
      params: JSON.stringify({ viz_type: 'table', query_mode: 'raw', columns: ['id'] }),
      dashboards: [numericId],
    })
    return { datasetId, chartId }
  }
  const table = await addDataset({ table_name: 'events' })
  const virtual = await addDataset({ table_name: 'all_events', sql: 'SELECT id FROM events' })
  const { result } = await ask('POST', `dashboard/${numericId}/embedded`, { allowed_domains: [] })

  return {
    embedId: result.uuid,
    numericId,
    table,
    virtual,
    async remove() {
      for (const { chartId } of [table, virtual]) await ask('DELETE', `chart/${chartId}`)
      await ask('DELETE', `dashboard/${numericId}`)
      for (const { datasetId } of [virtual, table]) await ask('DELETE', `dataset/${datasetId}`)
      withTable((database) => database.exec('DROP TABLE events'))
    },
  }
}

function fillTable(rows: readonly EventRow[]): void {
  withTable((database) => {
    database.exec('DROP TABLE IF EXISTS events')
    database.exec(
      `CREATE TABLE events (id INTEGER, organisation_id INTEGER, user_id INTEGER, publisher TEXT, is_secret BOOLEAN,
        note TEXT)`,
    )
    const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)')
    for (const { id, organisation_id, user_id, publisher, is_secret, note } of rows) {
      insert.run(id, organisation_id, user_id, publisher, is_secret === null ? null : Number(is_secret), note)
    }
  })
}

function withTable(use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path.join(installationOf().homeFolder, 'examples.db'), {
    timeout: 30_000,
  })
  try {
    use(database)
  } finally {
    database.close()
  }
}

type Ask = (
  method: 'GET' | 'POST' | 'DELETE',
  resource: string,
  body?: unknown,
) => Promise<{
  readonly id: number
  readonly ids: readonly number[]
  readonly result: { readonly uuid: string }
}>

async function signIn({ url, username, password }: Superset): Promise<Ask> {
  const json = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/api/v1/security/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username, password, provider: 'db', refresh: false }),
  })
  const { access_token: accessToken } = (await login.json()) as { access_token: string }
  const authorization = `Bearer ${accessToken}`
  const csrf = await fetch(`${url}/api/v1/security/csrf_token/`, { headers: { authorization } })
  const { result: csrfToken } = (await csrf.json()) as { result: string }
  const cookie = csrf.headers.getSetCookie().map((line) => line.split(';')[0])
  const headers = { ...json, authorization, 'x-csrftoken': csrfToken, cookie: cookie.join('; ') }

  return async (method, resource, body) => {
    const response = await fetch(`${url}/api/v1/${resource}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${resource}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Awaited<ReturnType<Ask>>
  }
}
