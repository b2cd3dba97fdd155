import { once } from 'node:events'
import { access, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'

import { withLock } from './lock.ts'
import { openLog } from './log-file.ts'
import { type Installation, installationOf, type SupersetVersion, sourceFolder } from './paths.ts'
import { findPython } from './python.ts'
import { writeSecrets } from './secrets.ts'
import { build, isBuilt, type Stage, stageOf } from './stage.ts'
import { spawnTethered, stopGroup, type TetheredOptions } from './tethered-python.ts'

export interface InstallOptions {
  /** @default '6.1.0' */
  readonly version?: SupersetVersion | undefined
  readonly signal?: AbortSignal | undefined
  /** Receives one line per step. @default prints to stderr with the elapsed seconds */
  readonly report?: ((line: string) => void) | undefined
}

/**
 * Installs the pinned Superset with sample dashboards into the cache folder, about a
 * minute from nothing; returns at once when that is already done. Processes that start
 * together take turns.
 */
export async function installSuperset(options: InstallOptions = {}): Promise<void> {
  const installation = installationOf(options.version)
  const { version, cacheFolder } = installation
  const stages = await currentStages(installation)
  if (await isComplete(installation, stages)) return

  const { signal, report = reportWithSeconds() } = options
  const onWait = () => report('another process is installing Superset; waiting for it')
  await withLock(path.join(cacheFolder, 'install.lock'), { signal, onWait }, async () => {
    if (await isComplete(installation, stages)) return
    if (!(await hasPackages(installation, stages.packages))) {
      await installPackages(installation, stages.packages, { signal, report })
    }
    await seedHome(installation, stages.home, { signal, report })
    report(`Superset ${version} is installed`)
  })
}

interface Stages {
  readonly packages: Stage
  readonly home: Stage
}

async function currentStages({ version, venvFolder, homeFolder }: Installation): Promise<Stages> {
  const packages = await stageOf(venvFolder, {
    files: [constraintsOf(version)],
    values: requirementsOf(version),
  })
  const home = await stageOf(homeFolder, {
    files: ['superset_config.py', 'seed.py', 'seed_compatibility.py', 'seed_reach.py'].map((file) =>
      path.join(sourceFolder, file),
    ),
    values: [packages.key],
  })
  return { packages, home }
}

const constraintsOf = (version: SupersetVersion) => path.join(sourceFolder, `constraints-${version}.txt`)

const requirementsOf = (version: SupersetVersion) => [
  `apache-superset==${version}`,
  'gunicorn',
  // Superset imports these two without asking for them.
  'rich',
  'cachetools',
]

async function isComplete(installation: Installation, { packages, home }: Stages): Promise<boolean> {
  return (await hasPackages(installation, packages)) && (await isBuilt(home))
}

/** The virtual environment links to the system's Python, which an upgrade may have removed. */
async function hasPackages({ venvPython }: Installation, packages: Stage): Promise<boolean> {
  const hasPython = await access(venvPython).then(
    () => true,
    () => false,
  )
  return hasPython && (await isBuilt(packages))
}

interface StepOptions {
  readonly signal: AbortSignal | undefined
  readonly report: (line: string) => void
}

async function installPackages(
  installation: Installation,
  stage: Stage,
  { signal, report }: StepOptions,
): Promise<void> {
  const { version } = installation
  const python = await findPython()
  await build(stage, async () => {
    report(`making a virtual environment with ${python}`)
    await runStep(installation, { python, module: 'venv', args: [stage.folder] }, signal)
    report(`installing apache-superset ${version} from PyPI (700 MB on disk)`)
    const quiet = ['--no-input', '--disable-pip-version-check', '--progress-bar=off']
    // Compiling all of it takes longer than compiling what is used when it is first used.
    const args = [
      'install',
      ...quiet,
      '--no-compile',
      '-c',
      constraintsOf(version),
      ...requirementsOf(version),
    ]
    // pip's downloads go here, so that a killed install leaves nothing outside its stage.
    const downloads = path.join(stage.folder, 'downloads')
    await mkdir(downloads)
    await runStep(installation, { module: 'pip', args, env: { TMPDIR: downloads } }, signal)
    await rm(downloads, { recursive: true, force: true })
  })
}

async function seedHome(
  installation: Installation,
  stage: Stage,
  { signal, report }: StepOptions,
): Promise<void> {
  await build(stage, async () => {
    report('creating the database, the roles and the sample dashboards')
    await writeSecrets(installation)
    await runStep(installation, { module: 'seed' }, signal)
  })
}

async function runStep(
  installation: Installation,
  step: Omit<TetheredOptions, 'log'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted()
  const log = await openLog(installation.installLog)
  try {
    const child = spawnTethered(installation, { ...step, log: log.handle.fd })
    try {
      const [exitCode] = await once(child, 'exit', { signal })
      if (exitCode === 0) return
      const what = `Installing Superset failed: ${step.module} ended with ${exitCode}.`
      throw new Error(`${what} ${await log.tail()}`)
    } finally {
      await stopGroup(child)
    }
  } finally {
    await log.handle.close()
  }
}

function reportWithSeconds(): (line: string) => void {
  const startedAt = performance.now()
  return (line) => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)
    process.stderr.write(`superset ${seconds} s  ${line}\n`)
  }
}
