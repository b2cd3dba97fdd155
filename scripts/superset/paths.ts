import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The versions that the compatibility run compares, oldest first. */
export const supersetVersions = ['4.1.4', '5.0.0', '6.0.0', '6.1.0'] as const

export type SupersetVersion = (typeof supersetVersions)[number]

/** The release that tests and demos run on by default. */
export const supersetVersion: SupersetVersion = '6.1.0'

/** @throws {Error} naming the versions there are. */
export function toSupersetVersion(value: string): SupersetVersion {
  const known = supersetVersions.find((version) => version === value)
  if (known) return known
  throw new Error(
    `Superset ${value} cannot be installed here. Choose a version: ${supersetVersions.join(', ')}.`,
  )
}

/** Where the scripts' Python files are. */
export const sourceFolder = fileURLToPath(new URL('./', import.meta.url))

/** The folders and files of one installed version. */
export interface Installation {
  readonly version: SupersetVersion
  /** Everything generated lives here; deleting it is always safe while nothing runs. */
  readonly cacheFolder: string
  readonly venvFolder: string
  readonly venvPython: string
  /** Superset's databases, `secrets.json` and `dashboards.json`: built and replaced as one. */
  readonly homeFolder: string
  readonly secretsFile: string
  readonly dashboardsFile: string
  readonly installLog: string
  readonly serveLog: string
}

export function installationOf(version: SupersetVersion = supersetVersion): Installation {
  const cacheFolder = path.resolve(sourceFolder, '../../.cache/superset', version)
  const homeFolder = path.join(cacheFolder, 'home')
  const venvFolder = path.join(cacheFolder, 'venv')
  return {
    version,
    cacheFolder,
    venvFolder,
    venvPython: path.join(venvFolder, 'bin/python'),
    homeFolder,
    secretsFile: path.join(homeFolder, 'secrets.json'),
    dashboardsFile: path.join(homeFolder, 'dashboards.json'),
    installLog: path.join(cacheFolder, 'install.log'),
    serveLog: path.join(cacheFolder, 'serve.log'),
  }
}
