import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { installSuperset } from '../../../scripts/superset/install.ts'
import { installationOf, type SupersetVersion } from '../../../scripts/superset/paths.ts'
import { pythonEnv } from '../../../scripts/superset/tethered-python.ts'

/** The descriptions of the clauses that a release changes or refuses, by engine. */
export type Anomalies = Readonly<Record<string, readonly string[]>>

/** Sends clauses, by engine, through the code of a release that reads and writes a chart's query. */
export async function readClauses(
  version: SupersetVersion,
  clauses: Readonly<Record<string, readonly string[]>>,
): Promise<Anomalies> {
  await installSuperset({ version })
  const installation = installationOf(version)
  const script = fileURLToPath(new URL('read_clauses.py', import.meta.url))
  const child = spawn(installation.venvPython, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...pythonEnv(installation) },
  })
  child.stdin.end(JSON.stringify(clauses))
  const [answer, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (exitCode !== 0) throw new Error(`read_clauses.py ended with ${exitCode}: see above.`)
  // Superset prints other lines before this line.
  return JSON.parse(answer.trim().split('\n').at(-1) ?? '')
}
