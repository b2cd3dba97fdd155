import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A database server with its own folder. Clients connect through a socket in that folder, so it needs no port. */
export interface ServerProcess {
  readonly folder: string
  run(command: string, args: readonly string[]): Promise<void>
  /** Starts the server; it ends with this process, however that ends. */
  start(command: string, args: readonly string[]): void
  /** The last output of the server, and how it ended if it has. For messages about a lost connection. */
  account(): string
  /** Tries until the server answers. */
  untilReady<T>(attempt: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** Runs as `user` where we are root, for database servers refuse to be. */
export async function createServerProcess(name: string, user: string): Promise<ServerProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), `guestpass-${name}-`))
  const identity = process.getuid?.() === 0 ? await identityOf(user) : undefined
  if (identity) await chown(folder, identity.uid, identity.gid)
  let child: ChildProcess | undefined
  let output = ''

  function account(): string {
    const { exitCode = null, signalCode = null } = child ?? {}
    const end = exitCode ?? signalCode
    return `${name} ${end === null ? 'runs' : `ended with ${end}`}; it said:\n${output}`
  }

  async function stop(): Promise<void> {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGQUIT')
      await Promise.race([once(child, 'exit'), sleep(5_000)])
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    }
    await rm(folder, { recursive: true, force: true })
  }

  return {
    folder,
    async run(command, args) {
      await promisify(execFile)(command, args, { ...identity, cwd: folder })
    },
    start(command, args) {
      child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
        ...identity,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk) => {
          output = (output + chunk).slice(-4_000)
        })
      }
    },
    account,
    async untilReady(attempt) {
      const deadlineAt = Date.now() + 60_000
      while (true) {
        try {
          return await attempt()
        } catch (error) {
          const hasEnded = child?.exitCode !== null || child?.signalCode !== null
          if (hasEnded || Date.now() > deadlineAt) {
            await stop()
            throw new Error(`${name} did not start. ${account()}`, { cause: error })
          }
          await sleep(100)
        }
      }
    },
    stop,
  }
}

async function identityOf(user: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((one) => one.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined) throw new Error(`The user ${user}, as whom the database would run, does not exist.`)
  return { uid: Number(uid), gid: Number(gid) }
}
