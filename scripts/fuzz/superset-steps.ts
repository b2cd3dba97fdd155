import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { RlsDatabase } from 'guestpass/server'
import { installSuperset } from '../superset/install.ts'
import { installationOf } from '../superset/paths.ts'

export interface SupersetSteps {
  rewrite(clauses: readonly string[]): Promise<readonly string[]>
  stop(): Promise<void>
}

/** Starts `superset_steps.py` with the Python packages of the real Superset; it ends with its standard input. */
export async function startSupersetSteps(dialect: RlsDatabase): Promise<SupersetSteps> {
  await installSuperset()
  const script = fileURLToPath(new URL('superset_steps.py', import.meta.url))
  const child = spawn(installationOf().venvPython, ['-B', script, dialect], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  const exit = once(child, 'exit')

  return {
    async rewrite(clauses) {
      child.stdin.write(`${JSON.stringify(clauses)}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error('superset_steps.py ended: see above.')
      return JSON.parse(value)
    },
    async stop() {
      child.stdin.end()
      await exit
    },
  }
}
