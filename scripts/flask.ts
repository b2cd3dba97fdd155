import { execFile, spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withLock } from './superset/lock.ts'
import { findPython } from './superset/python.ts'
import { build, isBuilt, stageOf } from './superset/stage.ts'
import { stopGroup } from './superset/tethered-python.ts'

const CACHE = fileURLToPath(new URL('../.cache/flask', import.meta.url))
const TETHER = fileURLToPath(new URL('./superset/die_with_parent.py', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../examples/flask', import.meta.url))

export interface FlaskApp {
  readonly url: string
  stop(): Promise<void>
}

/** Starts examples/flask in its own virtual environment. Creates the environment if it is missing. */
export async function startFlask(env: Readonly<Record<string, string>>): Promise<FlaskApp> {
  const python = await installFlask()
  // Ends with this process, however that ends.
  const server = spawn(python, [TETHER, 'flask', '--app', 'app', 'run', '--port', '0'], {
    cwd: EXAMPLE,
    detached: true,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const port = await new Promise<string>((resolve, reject) => {
    let output = ''
    // Read to the end: it writes a line for each request, into a pipe that somebody has to empty.
    server.stderr.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-4_000)
      const found = output.match(/Running on http:\/\/127\.0\.0\.1:(\d+)\s/)?.[1]
      if (found) resolve(found)
    })
    server.once('exit', () => reject(new Error(`Flask did not start: ${output}`)))
  })
  return { url: `http://localhost:${port}`, stop: () => stopGroup(server) }
}

/** The path of a Python with Flask, installed into the cache folder when it is missing. */
export async function installFlask(): Promise<string> {
  const requirements = path.join(EXAMPLE, 'requirements.txt')
  const stage = await stageOf(path.join(CACHE, 'venv'), { files: [requirements] })
  await withLock(path.join(CACHE, 'install.lock'), { onWait: () => {} }, async () => {
    if (await isBuilt(stage)) return
    const run = promisify(execFile)
    await build(stage, async () => {
      await run(await findPython(), ['-m', 'venv', stage.folder])
      const quiet = ['--no-input', '--disable-pip-version-check', '--quiet']
      await run(path.join(stage.folder, 'bin/python'), ['-m', 'pip', 'install', ...quiet, '-r', requirements])
    })
  })
  return path.join(stage.folder, 'bin/python')
}
