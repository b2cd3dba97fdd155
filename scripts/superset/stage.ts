import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * A folder made from inputs. Its stamp, a hash of the inputs, is written last: a folder
 * without the right stamp is half finished or outdated, and is made again from nothing.
 */
export interface Stage {
  readonly folder: string
  readonly key: string
}

export async function stageOf(
  folder: string,
  inputs: { readonly files: readonly string[]; readonly values?: readonly string[] },
): Promise<Stage> {
  const contents = await Promise.all(inputs.files.map((file) => readFile(file, 'utf8')))
  // The folder is an input as well: absolute paths end up inside it, so it cannot be moved.
  const parts = JSON.stringify([folder, ...(inputs.values ?? []), ...contents])
  return { folder, key: createHash('sha256').update(parts).digest('hex') }
}

export async function isBuilt(stage: Stage): Promise<boolean> {
  const stamp = await readFile(stampOf(stage), 'utf8').catch(() => undefined)
  return stamp === stage.key
}

export async function build(stage: Stage, make: () => Promise<void>): Promise<void> {
  await rm(stage.folder, { recursive: true, force: true })
  await mkdir(stage.folder, { recursive: true, mode: 0o700 })
  await make()
  await writeFile(stampOf(stage), stage.key)
}

const stampOf = (stage: Stage): string => path.join(stage.folder, 'stamp')
