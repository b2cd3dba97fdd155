import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withLock } from '../superset/lock.ts'
import { findPython } from '../superset/python.ts'
import { build, isBuilt, stageOf } from '../superset/stage.ts'
import type { Engine } from './engine.ts'
import { instantText } from './instant-text.ts'

const SOURCES = fileURLToPath(new URL('python/', import.meta.url))
const CACHE = fileURLToPath(new URL('../../.cache/engines/', import.meta.url))

export interface PythonEngineOptions extends Pick<Engine, 'name' | 'database' | 'datasets' | 'aliases'> {
  /** The name of `python/<module>_engine.py`, and of `python/<module>.txt` with its packages. */
  readonly module: string
}

/** An engine that runs inside of Python. */
export async function startPythonEngine({ module, ...options }: PythonEngineOptions): Promise<Engine> {
  const { call, stop } = await startPython(`${module}_engine.py`, module)
  let turn = 0
  return {
    admitted: (text) => text,
    likeReads: (text) => text,
    ...options,
    version: String(await call('version', null)),
    async fill(rows) {
      const plain = rows.map((row) => ({
        ...row,
        big: String(row.big),
        made_at: instantText(row.made_at),
      }))
      await call('fill', plain)
    },
    query: async (sql) => (await call('query', sql)) as unknown[][],
    async nextSettings() {
      await call('settings', { turn: turn++, database: options.database })
    },
    stop,
  }
}

export interface PythonProcess {
  /** Rejects with the error of the command. */
  call(command: string, argument: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** Starts `python/<file>` in a virtual environment with the packages of `python/<packages>.txt`, made first if need be. */
export async function startPython(file: string, packages: string): Promise<PythonProcess> {
  const python = await installPackages(packages)
  const child = spawn(python, ['-B', path.join(SOURCES, file)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let lastOutput = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    lastOutput = (lastOutput + text).slice(-4_000)
  })
  const exit = once(child, 'exit')
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async call(command, argument) {
      child.stdin.write(`${JSON.stringify([command, argument])}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${file} ended. The end of its output:\n${lastOutput}`)
      const answer: { readonly result?: unknown; readonly error?: string } = JSON.parse(value)
      if (answer.error !== undefined) throw new Error(answer.error)
      return answer.result
    },
    async stop() {
      child.stdin.end()
      await exit
    },
  }
}

async function installPackages(module: string): Promise<string> {
  const requirements = path.join(SOURCES, `${module}.txt`)
  const stage = await stageOf(path.join(CACHE, module), { files: [requirements] })
  const python = path.join(stage.folder, 'bin/python')
  await withLock(path.join(CACHE, `${module}.lock`), { onWait: () => {} }, async () => {
    if (await isBuilt(stage)) return
    console.log(`installing ${module} from PyPI`)
    await build(stage, async () => {
      const run = promisify(execFile)
      await run(await findPython(), ['-m', 'venv', stage.folder])
      const quiet = ['--no-input', '--disable-pip-version-check', '--quiet', '--no-deps']
      await run(python, ['-m', 'pip', 'install', ...quiet, '-r', requirements])
    })
  })
  return python
}
