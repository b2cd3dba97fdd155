import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

export interface PackageNeed {
  readonly commands: readonly string[]
  /** The apt packages that provide them. */
  readonly packages: readonly string[]
}

/** Installs the packages unless every command is on PATH already. */
export async function ensurePackages({ commands, packages }: PackageNeed): Promise<void> {
  if ((await missingFrom(commands)).length === 0) return
  await installPackages(packages)
  const missing = await missingFrom(commands)
  if (missing.length > 0) {
    throw new Error(`${packages.join(', ')} installed, but ${missing.join(', ')} is not on PATH.`)
  }
}

export interface ProgramNeed extends PackageNeed {
  /** The environment variable with the path of another program. */
  readonly chosenBy: string
}

/** Returns the path of the first command that exists. If no command exists, it installs the packages first. */
export async function ensureProgram({ chosenBy, commands, packages }: ProgramNeed): Promise<string> {
  const chosen = process.env[chosenBy]
  if (chosen) {
    if (await isExecutable(chosen)) return chosen
    throw new Error(`${chosenBy} is ${chosen}, which is not an executable file.`)
  }
  const found = await findFirst(commands)
  if (found) return found
  await installPackages(packages)
  const installed = await findFirst(commands)
  if (installed) return installed
  throw new Error(`${packages.join(', ')} installed, but ${commands.join(' or ')} is not on PATH.`)
}

/** Installs with apt when root; otherwise throws an Error that holds the command to run. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const names = packages.join(' ')
  if (!(await findOnPath('apt-get'))) {
    throw new Error(`This needs ${names} (Debian's names). Install them and try again.`)
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      `This needs ${names}, and installing them needs root. Run:\n\n` +
        `    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n`,
    )
  }
  // Loaded on demand, because node:sqlite prints a warning.
  const { withLock } = await import('./superset/lock.ts')
  // Steps of a test run install at the same time, and `apt-get update` does not wait for its lock.
  await withLock(path.join(tmpdir(), 'guestpass-apt.lock'), { onWait: () => {} }, async () => {
    await updateOnce()
    await aptGet(['install', '-y', '--no-install-recommends', ...packages])
  })
}

let updated: Promise<void> | undefined

function updateOnce(): Promise<void> {
  updated ??= aptGet(['update'])
  return updated
}

async function aptGet(args: readonly string[]): Promise<void> {
  // Waits for another apt-get instead of failing.
  const waitForOthers = ['-o', 'DPkg::Lock::Timeout=120']
  try {
    await promisify(execFile)('apt-get', ['-q', ...waitForOthers, ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const reason = stderr.trim().split('\n').slice(-10).join('\n')
    throw new Error(`apt-get ${args.join(' ')} failed:\n${reason}`, { cause: error })
  }
}

async function missingFrom(commands: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(commands.map(findOnPath))
  return commands.filter((_, index) => found[index] === undefined)
}

async function findFirst(commands: readonly string[]): Promise<string | undefined> {
  const found = await Promise.all(commands.map(findOnPath))
  return found.find((path) => path !== undefined)
}

async function findOnPath(command: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, command)
    if (folder && (await isExecutable(candidate))) return candidate
  }
  return undefined
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
