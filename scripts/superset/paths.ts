import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const supersetVersion = '6.1.0'

/** Where the scripts' Python files are. */
export const sourceFolder = fileURLToPath(new URL('./', import.meta.url))

/** Everything generated lives here; deleting it is always safe while nothing runs. */
export const cacheFolder = path.resolve(sourceFolder, '../../.cache/superset', supersetVersion)

export const venvFolder = path.join(cacheFolder, 'venv')
export const venvPython = path.join(venvFolder, 'bin/python')

/** Superset's databases, `secrets.json` and `dashboards.json`: built and replaced as one. */
export const homeFolder = path.join(cacheFolder, 'home')
export const secretsFile = path.join(homeFolder, 'secrets.json')
export const dashboardsFile = path.join(homeFolder, 'dashboards.json')

export const installLog = path.join(cacheFolder, 'install.log')
export const serveLog = path.join(cacheFolder, 'serve.log')
