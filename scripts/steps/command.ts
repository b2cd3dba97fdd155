import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

export interface Command {
  readonly command: readonly [string, ...string[]]
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Receives the standard output and the errors. */
  readonly logFile: string
  /** A command that takes longer is ended. */
  readonly limitMs: number
  /** Ends the command, and everything that it started. */
  readonly signal: AbortSignal
}

/** Time for a command to clean up before it is killed. */
const GRACE_MS = 3_000

/** Runs a command without standard input. Resolves with what went wrong, or undefined after exit code 0. */
export async function runCommand({
  command,
  env,
  logFile,
  limitMs,
  signal,
}: Command): Promise<string | undefined> {
  if (signal.aborted) return 'was not started, because the run was stopped'
  const log = openSync(logFile, 'w')
  const [program, ...args] = command
  // A new process group, so that the processes that the command starts can be ended with it.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
  })
  closeSync(log)

  let reason: string | undefined
  const stop = (why: string) => {
    reason = why
    endGroup(child)
  }
  const limit = setTimeout(() => stop(`did not end within ${limitMs / 60_000} minutes`), limitMs)
  const onAbort = () => stop('was stopped')
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const problem = await problemOf(child)
    return reason ?? problem
  } finally {
    clearTimeout(limit)
    signal.removeEventListener('abort', onAbort)
  }
}

function problemOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(`could not start: ${message}`))
    child.once('exit', (code, signalName) => {
      if (code === 0) resolve(undefined)
      else resolve(code === null ? `was ended by ${signalName}` : `ended with exit code ${code}`)
    })
  })
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const killing = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
  child.once('exit', () => {
    clearTimeout(killing)
    // Also ends the processes that the command has left behind.
    signalGroup(child, 'SIGKILL')
  })
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ESRCH'
    if (!isGone) throw error
  }
}
