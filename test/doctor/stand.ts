import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { installationOf, sourceFolder } from '../../scripts/superset/paths'
import { type SampleDashboard, type Superset, startSuperset } from '../../scripts/superset/serve'
import type { Finding } from '../../src/cli/doctor/finding'
import { HEADER } from '../../src/cli/generate/write-module'
import { typed } from '../cli/typed'
import { allow, set } from './changes'
import type { Database } from './database'
import { type App, type Changeable, startApp, startProxy } from './servers'

/** In every rule and every secret that is given: it must not come out anywhere. */
export const CANARY = 'canary-5f1c'

/** A real Superset, its database, and the doctor to look at it. */
export interface Stand {
  readonly superset: Superset
  /** On Superset's own site, as an app should be. */
  readonly app: App
  /** In front of Superset. */
  readonly proxy: Changeable
  readonly dashboard: SampleDashboard
  readonly chartId: number
  readonly datasetId: number
  readonly databaseId: number
  /** The dashboard of a table and a virtual dataset over the table; see scripts/superset/seed_reach.py. */
  readonly reach: ReachDashboard
  readonly database: Database
  /** Ends the server, and puts its database back as it was. */
  close(): Promise<void>
}

export interface ReachDashboard extends SampleDashboard {
  readonly tableId: number
  readonly virtualId: number
}

export interface StandOptions {
  readonly config?: string
  readonly frameAncestors?: string
  readonly guestTokenSeconds?: number
}

/** Gives Superset drivers for databases that are not here. Each reads the file of the sample data with SQLite. */
const DRIVERS = `
import sqlite3
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

class SampleData(SQLiteDialect_pysqlite):
    supports_statement_cache = True

    def create_connect_args(self, _url):
        return [[], {}]

    def connect(self, *_args, **_params):
        return sqlite3.connect(_home / "examples.db", timeout=30, check_same_thread=False)

for name in ("mysql", "druid", "clickhousedb", "snowflake"):
    registry.impls[name] = lambda: SampleData
`

export async function openStand(options: StandOptions = {}): Promise<Stand> {
  const app = await startApp()
  const { config = DRIVERS, frameAncestors = `'self' ${app.url}`, guestTokenSeconds } = options
  const configFile = writeConfig(config)
  const superset = await startSuperset({ frameAncestors, guestTokenSeconds, configFile })
  app.superset = superset.url
  const proxy = await startProxy(superset.url)
  const dashboardOf = (slug: string) => {
    const dashboard = superset.dashboards.find((sample) => sample.slug === slug)
    if (!dashboard) throw new Error(`The dashboard "${slug}" does not exist.`)
    return dashboard
  }
  const dashboard = dashboardOf('compatibility')
  const database = openDatabase()
  const idOfDataset = (name: string) =>
    Number(database.one('SELECT id FROM tables WHERE table_name = ?', name).id)
  const reach = {
    ...dashboardOf('reach'),
    tableId: idOfDataset('reach_returns'),
    virtualId: idOfDataset('reach_virtual'),
  }
  const { chartId, datasetId, databaseId } = database.one(
    `SELECT s.id AS chartId, t.id AS datasetId, t.database_id AS databaseId FROM dashboard_slices ds
     JOIN slices s ON s.id = ds.slice_id JOIN tables t ON t.id = s.datasource_id WHERE ds.dashboard_id = ? ORDER BY s.id`,
    dashboard.numericId,
  )
  const stand = {
    superset,
    app,
    proxy,
    dashboard,
    reach,
    database,
    chartId: Number(chartId),
    datasetId: Number(datasetId),
    databaseId: Number(databaseId),
  }
  const undo = [
    allow(stand, app.url),
    allow({ database, dashboard: reach }, app.url),
    set(stand, 'dbs', 'allow_file_upload', 0, stand.databaseId),
  ]
  return {
    ...stand,
    async close() {
      for (const one of undo) one()
      await Promise.all([app.close(), proxy.close(), superset.stop()])
    },
  }
}

export interface Visit {
  readonly findings: readonly Finding[]
  readonly exitCode: number
  readonly output: string
}

/** The doctor's own words, with an account, a dashboard and an origin unless others are given. */
export async function visit(
  { superset, app, dashboard }: Stand,
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  /** Prints for a person at a terminal of this width. Returns only the text. */
  columns?: number,
): Promise<Visit> {
  const all = ['doctor', '--superset', superset.url, '--dashboard', dashboard.embedId, '--origin', app.url]
  const { exitCode, output, warnings } = await typed([...all, ...(columns ? [] : ['--json']), ...words], {
    ...(columns && { columns }),
    env: {
      GUESTPASS_SUPERSET_USERNAME: superset.username,
      GUESTPASS_SUPERSET_PASSWORD: superset.password,
      ...env,
    },
  })
  if (warnings) throw new Error(`The doctor has no answer: ${warnings}`)
  return { findings: columns ? [] : JSON.parse(output).findings, exitCode, output }
}

function openDatabase(): Database {
  const database = new DatabaseSync(path.join(installationOf().homeFolder, 'superset.db'), {
    timeout: 10_000,
  })
  return {
    run: (sql, ...values) => void database.prepare(sql).run(...values),
    one(sql, ...values) {
      const row = database.prepare(sql).get(...values)
      if (!row) throw new Error(`Nothing is there to change: ${sql}`)
      return row as ReturnType<Database['one']>
    },
  }
}

/** The healthy configuration, and after it what is to be wrong. */
function writeConfig(config: string): string {
  const file = path.join(folderOfFiles(), 'config.py')
  const healthy = JSON.stringify(path.join(sourceFolder, 'superset_config.py'))
  writeFileSync(file, `exec(compile(open(${healthy}).read(), ${healthy}, "exec"))\n${config}\n`)
  return file
}

/** The file of `guestpass generate` for the dashboard. */
export async function generateFile({ superset, dashboard }: Stand): Promise<string> {
  const file = path.join(folderOfFiles(), 'dashboards.ts')
  const words = ['generate', dashboard.embedId, '--superset', superset.url, '--out', file]
  const { exitCode, warnings } = await typed(words, {
    env: {
      GUESTPASS_SUPERSET_USERNAME: superset.username,
      GUESTPASS_SUPERSET_PASSWORD: superset.password,
    },
  })
  if (exitCode !== 0) throw new Error(`The file was not generated: ${warnings}`)
  return file
}

/** A generated file with this tab and nothing else. */
export function writeFileWithTab(
  embedId: string,
  numericId: number,
  tab: readonly [title: string, id: string],
): string {
  const file = path.join(folderOfFiles(), 'edited-dashboards.ts')
  const [title, id] = tab
  const source = `${HEADER}

export const compatibility = {
  embedId: "${embedId}",
  numericId: ${numericId},
  title: "Compatibility",
  filters: {},
  tabs: { ${title}: "${id}" },
  charts: {},
  datasets: {},
} as const;
`
  writeFileSync(file, source)
  return file
}

function folderOfFiles(): string {
  const folder = path.join(installationOf().cacheFolder, 'doctor')
  mkdirSync(folder, { recursive: true })
  return folder
}
