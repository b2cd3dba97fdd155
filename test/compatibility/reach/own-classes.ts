import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { installationOf, type SupersetVersion } from '../../../scripts/superset/paths.ts'
import { pythonEnv } from '../../../scripts/superset/tethered-python.ts'

/** What `own_classes.py` prints. */
export interface OwnClasses {
  /** By the SQL of a virtual dataset and the engine, whether the SQL is sent with the rule of its table. */
  readonly sent: Readonly<Record<string, Readonly<Record<string, boolean>>>>
  /** By the engine, the label that Superset sends for `country`. */
  readonly labels: Readonly<Record<string, string>>
}

export async function readOwnClasses(version: SupersetVersion): Promise<OwnClasses> {
  const installation = installationOf(version)
  const script = fileURLToPath(new URL('own_classes.py', import.meta.url))
  const env = { ...process.env, ...pythonEnv(installation) }
  const { stdout } = await promisify(execFile)(installation.venvPython, [script], { env })
  // Superset prints other lines before this line.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as OwnClasses
}
