import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { type Installation, sourceFolder } from './paths.ts'

export interface TetheredOptions {
  readonly module: string
  /** @default the installation's own */
  readonly python?: string
  readonly args?: readonly string[]
  /** Added to the environment; a value of undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** File descriptor that receives stdout and stderr. */
  readonly log: number
  /** Opens file descriptor 3 in the child as a pipe to us. */
  readonly reportsBack?: boolean
}

/**
 * Runs a Python module in a separate process group that ends when this process ends,
 * however it ends: `die_with_parent.py` watches the stdin pipe we hold open.
 */
export function spawnTethered(
  installation: Installation,
  { python = installation.venvPython, ...options }: TetheredOptions,
): ChildProcess {
  const tether = path.join(sourceFolder, 'die_with_parent.py')
  return spawn(python, [tether, options.module, ...(options.args ?? [])], {
    detached: true,
    stdio: ['pipe', options.log, options.log, options.reportsBack ? 'pipe' : 'ignore'],
    env: { ...process.env, ...pythonEnv(installation), ...options.env },
  })
}

/** The environment in which the installed Superset's Python finds its configuration and its home. */
export const pythonEnv = ({ cacheFolder, homeFolder }: Installation) => ({
  // A developer's own Python settings must not reach this one.
  PYTHONPATH: undefined,
  PYTHONHOME: undefined,
  PYTHONDONTWRITEBYTECODE: undefined,
  // Packages are installed without bytecode, so it is made on first use: out of the sources.
  PYTHONPYCACHEPREFIX: path.join(cacheFolder, 'bytecode'),
  SUPERSET_HOME: homeFolder,
  SUPERSET_CONFIG_PATH: path.join(sourceFolder, 'superset_config.py'),
  FLASK_APP: 'superset',
})

/** Ends the child and everything it started. */
export async function stopGroup(child: ChildProcess, graceMs = 1_000): Promise<void> {
  if (child.pid === undefined) return
  signalGroup(child.pid, 'SIGINT')
  await Promise.race([untilExit(child), sleep(graceMs)])
  // Also when the child itself is gone, for what it may have left behind. Waiting for the
  // group to be empty would be wrong: under an init that does not reap, zombies stay in it.
  signalGroup(child.pid, 'SIGKILL')
  await untilExit(child)
}

export async function untilExit(child: ChildProcess): Promise<void> {
  if (!hasExited(child)) await once(child, 'exit')
}

export const hasExited = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null

function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal)
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ESRCH'
    if (!isGone) throw error
  }
}
