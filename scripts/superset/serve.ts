import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

import { type InstallOptions, installSuperset } from './install.ts'
import { openLog } from './log-file.ts'
import { type Installation, installationOf, sourceFolder } from './paths.ts'
import { readSecrets } from './secrets.ts'
import { hasExited, spawnTethered, stopGroup, untilExit } from './tethered-python.ts'

export interface SupersetOptions extends InstallOptions {
  /** @default a free port */
  readonly port?: number | undefined
  /** Lifetime of the guest tokens Superset mints, in seconds. @default 300 */
  readonly guestTokenSeconds?: number | undefined
  /** Sources of the CSP's `frame-ancestors`, separated by spaces. @default '*' */
  readonly frameAncestors?: string | undefined
  /** Turns on Jinja in SQL, for `url_param()` and the like. @default false */
  readonly templateProcessing?: boolean | undefined
  /** A configuration in place of `superset_config.py`. Usually the file imports that configuration and changes it. */
  readonly configFile?: string | undefined
  /** Stops the installation, the start or the running server. */
  readonly signal?: AbortSignal | undefined
}

export interface Superset {
  /** `http://localhost:<port>`; `127.0.0.1` reaches it too, and is another site to a browser. */
  readonly url: string
  readonly username: string
  readonly password: string
  /** Signs guest tokens, with HS256. */
  readonly guestSecret: string
  /** The `aud` claim that guest tokens need. */
  readonly audience: string
  readonly dashboards: readonly SampleDashboard[]
  /** Resolves when the server has ended, for any reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface SampleDashboard {
  readonly title: string
  readonly slug: string
  readonly embedId: string
  readonly numericId: number
}

/**
 * Starts a real Superset, installing it first if need be, and resolves when it answers.
 * It ends with `stop()`, with `signal`, or with this process. Servers of one checkout
 * share one database.
 */
export async function startSuperset(options: SupersetOptions = {}): Promise<Superset> {
  const { signal } = options
  const installation = installationOf(options.version)
  await installSuperset(options)
  signal?.throwIfAborted()

  const log = await openLog(installation.serveLog)
  const child = spawnTethered(installation, {
    module: 'gunicorn',
    args: ['--config', path.join(sourceFolder, 'gunicorn_config.py'), 'superset.app:create_app()'],
    env: environmentFor(options),
    log: log.handle.fd,
    reportsBack: true,
  })
  await log.handle.close()
  const stop = () => stopGroup(child)
  try {
    const url = `http://localhost:${await readPort(child, signal)}`
    await untilHealthy(url, child, signal)
    const ended = untilEnded(child)
    const stopOnAbort = () => void stop()
    signal?.addEventListener('abort', stopOnAbort, { once: true })
    void ended.then(() => signal?.removeEventListener('abort', stopOnAbort))
    return { url, ...(await readInstallation(installation)), ended, stop }
  } catch (error) {
    await stop()
    if (signal?.aborted) throw signal.reason
    throw new Error(`Superset did not start: ${messageOf(error)} ${await log.tail()}`, {
      cause: error,
    })
  }
}

function environmentFor(options: SupersetOptions): Record<string, string> {
  return {
    SUPERSET_PORT: String(options.port ?? 0),
    SUPERSET_GUEST_TOKEN_SECONDS: String(options.guestTokenSeconds ?? 300),
    SUPERSET_FRAME_ANCESTORS: options.frameAncestors ?? '*',
    SUPERSET_TEMPLATE_PROCESSING: String(options.templateProcessing ?? false),
    ...(options.configFile && { SUPERSET_CONFIG_PATH: options.configFile }),
  }
}

/** `gunicorn_config.py` writes the port it bound to file descriptor 3 and closes it. */
async function readPort(child: ChildProcess, signal: AbortSignal | undefined): Promise<number> {
  const aborted = signal && once(signal, 'abort').then(() => signal.throwIfAborted())
  const port = await Promise.race([text(child.stdio[3] as Readable), ...(aborted ? [aborted] : [])])
  if (!port) throw new Error('gunicorn ended before it listened; the port may be taken.')
  return Number(port)
}

async function untilHealthy(
  url: string,
  child: ChildProcess,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = AbortSignal.timeout(startDeadlineMs)
  const limits = signal ? AbortSignal.any([signal, deadline]) : deadline
  while (true) {
    // The connection is accepted before the workers have loaded: the first try waits for them.
    const response = await fetch(`${url}/health`, { signal: limits }).catch(() => undefined)
    if (response?.ok) return
    limits.throwIfAborted()
    if (hasExited(child)) throw new Error('gunicorn ended while loading Superset.')
    await sleep(100)
  }
}

const startDeadlineMs = 90_000

async function untilEnded(child: ChildProcess): Promise<void> {
  await untilExit(child)
  await stopGroup(child)
}

async function readInstallation(
  installation: Installation,
): Promise<Omit<Superset, 'url' | 'ended' | 'stop'>> {
  const secrets = await readSecrets(installation)
  return {
    username: secrets.adminUsername,
    password: secrets.adminPassword,
    guestSecret: secrets.guestTokenSecret,
    audience: secrets.guestTokenAudience,
    dashboards: JSON.parse(await readFile(installation.dashboardsFile, 'utf8')) as SampleDashboard[],
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
