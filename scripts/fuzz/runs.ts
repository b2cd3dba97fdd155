import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { EngineRun } from './report.ts'

const FOLDER = '.cache/fuzz'
const fileOf = (name: string) => `${FOLDER}/${name}.json`

export async function saveRun(name: string, run: EngineRun): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await writeFile(fileOf(name), JSON.stringify(run, null, 2))
}

/** The last run of an engine. Rejects if the engine has not run yet. */
export async function readRun(name: string): Promise<EngineRun> {
  const text = await readFile(fileOf(name), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`${name} has not run yet: npm run fuzz -- --engine ${name}`)
  return JSON.parse(text)
}
