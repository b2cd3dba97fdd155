import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { installSuperset } from '../../../scripts/superset/install.ts'
import { installationOf } from '../../../scripts/superset/paths.ts'
import { readSecrets } from '../../../scripts/superset/secrets.ts'
import { type Superset, startSuperset } from '../../../scripts/superset/serve.ts'

/** A Superset as newcomers have it: dashboards, an admin, and nothing of embedding. */
export interface FreshSuperset {
  readonly password: string
  /** What its commands need around them. */
  readonly env: Readonly<Record<string, string>>
  /** Adds to its `superset_config.py`. */
  configure(lines: string): void
  start(port: number): Promise<Superset>
}

/** The examples of Superset have no slugs either. */
const UNDO_EMBEDDING = `
  UPDATE dashboards SET slug = NULL;
  DELETE FROM embedded_dashboards;
  DELETE FROM ab_permission_view_role WHERE role_id IN (SELECT id FROM ab_role WHERE name IN ('Guest', 'Public'));
  DELETE FROM ab_role WHERE name = 'Guest';
`

/** Makes one in `folder` out of a copy of the installed one. */
export async function makeFreshSuperset(folder: string): Promise<FreshSuperset> {
  await installSuperset()
  const installation = installationOf()
  const secrets = await readSecrets(installation)
  mkdirSync(folder, { recursive: true })

  const database = path.join(folder, 'superset.db')
  // Not a copy of the file: another Superset may be writing to it.
  const installed = new DatabaseSync(path.join(installation.homeFolder, 'superset.db'))
  installed.exec(`VACUUM INTO '${database}'`)
  installed.close()
  const fresh = new DatabaseSync(database)
  fresh.exec(UNDO_EMBEDDING)
  fresh.close()

  const configFile = path.join(folder, 'superset_config.py')
  let config = `
SECRET_KEY = "${secrets.secretKey}"
SQLALCHEMY_DATABASE_URI = "sqlite:///${database}?check_same_thread=false&timeout=30"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # the examples are in SQLite
`
  const env = {
    PATH: `${path.dirname(installation.venvPython)}:${process.env.PATH}`,
    PYTHONPYCACHEPREFIX: path.join(installation.cacheFolder, 'bytecode'),
    SUPERSET_HOME: folder,
    SUPERSET_CONFIG_PATH: configFile,
    FLASK_APP: 'superset',
  }
  return {
    password: secrets.adminPassword,
    env,
    configure(lines) {
      config += lines
      writeFileSync(configFile, config, { mode: 0o600 })
    },
    start: (port) => startSuperset({ port, configFile }),
  }
}
