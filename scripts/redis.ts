import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensurePackages } from './apt.ts'
import { freePort } from './free-port.ts'

export interface Redis {
  readonly url: string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Installs Redis when it is missing. */
export function ensureRedis(): Promise<void> {
  return ensurePackages({ commands: ['redis-server'], packages: ['redis-server'] })
}

/** Starts a Redis on a free port, with its own folder. Installs Redis if it is missing. */
export async function startRedis(): Promise<Redis> {
  await ensureRedis()
  const folder = await mkdtemp(path.join(tmpdir(), 'guestpass-redis-'))
  const port = await freePort()
  let end = await run(port, folder)
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end(),
    async restart() {
      end = await run(port, folder)
    },
    async stop() {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The shell kills Redis when its own input ends: with `end()`, or with this process however that ends. */
const TETHER = 'redis-server "$@" & read -r _; kill -9 $!; wait $!'

async function run(port: number, folder: string): Promise<() => Promise<void>> {
  const options = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--daemonize',
    'no',
  ]
  const shell = spawn('sh', ['-c', TETHER, 'redis', ...options], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise<void>((resolve) => shell.once('exit', () => resolve()))
  const end = () => {
    shell.stdin.end()
    return ended
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await answersPing(port)) return end
    await sleep(50)
  }
  await end()
  throw new Error(`redis-server did not answer on port ${port}.`)
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(String(answer).startsWith('+PONG'))
    })
    socket.once('error', () => resolve(false))
  })
}
