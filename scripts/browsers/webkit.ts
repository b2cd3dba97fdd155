import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { glob } from 'node:fs/promises'
import { ensurePackages } from '../apt.ts'
import { freePort } from '../free-port.ts'
import { FONTS } from './fonts.ts'

/** An invisible display, with WebKitGTK to show pages on it. */
export interface WebkitDisplay {
  /** The browser that a driver is to start. */
  readonly binary: string
  startDriver(): Promise<WebkitDriver>
  stop(): Promise<void>
}

export interface WebkitDriver {
  readonly url: string
  stop(): Promise<void>
}

/** The path of WebKitGTK's MiniBrowser, installed with its driver and a display when they are missing. */
export async function ensureWebkit(): Promise<string> {
  await ensurePackages({
    commands: ['WebKitWebDriver', 'Xvfb', 'setpriv'],
    packages: ['webkit2gtk-driver', 'xvfb', 'util-linux', ...FONTS],
  })
  const binary = await findMiniBrowser()
  if (binary) return binary
  throw new Error('WebKitWebDriver is here and its MiniBrowser is not: Debian has it in libwebkit2gtk-4.1-0.')
}

export async function startWebkitDisplay(): Promise<WebkitDisplay> {
  const binary = await ensureWebkit()
  const display = tethered(['Xvfb', '-displayfd', '3', '-screen', '0', '1400x1100x24', '-nolisten', 'tcp'])
  const [number] = await once(display.stdio[3] as NodeJS.ReadableStream, 'data')
  return {
    binary,
    async startDriver() {
      const port = await freePort()
      const driver = tethered(['WebKitWebDriver', `--port=${port}`], { DISPLAY: `:${String(number).trim()}` })
      const url = `http://127.0.0.1:${port}`
      await answers(url, driver)
      return { url, stop: () => end(driver) }
    },
    stop: () => end(display),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'exit')
}

/** Ends with this process, however that ends; a browser ends with the display it is on. */
function tethered([command, ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', `${command}`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
}

async function answers(url: string, driver: ChildProcess): Promise<void> {
  while (driver.exitCode === null) {
    const isUp = await fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`WebKitWebDriver ended with ${driver.exitCode} before it answered.`)
}

/** Debian has it in a folder of the machine's architecture, off the PATH. */
async function findMiniBrowser(): Promise<string | undefined> {
  for await (const file of glob('/usr/{lib,lib64,libexec}/{,*/}webkit*gtk-*/MiniBrowser')) return file
  return undefined
}
