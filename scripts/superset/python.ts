import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { installPackages } from '../apt.ts'

/**
 * Finds a Python that this Superset runs on and that can make virtual environments, and
 * installs Debian's `python3-venv` when only that is missing.
 */
export async function findPython(): Promise<string> {
  const found = await probeAll()
  const ready = found.find((python) => python.isSupported && python.canMakeVenv)
  if (ready) return ready.command

  if (!found.some((python) => python.isSupported)) {
    const seen = found.map((python) => `${python.command} is ${python.version}`).join(', ')
    throw new Error(
      `The pinned Superset needs Python ${supported}; found ${seen || 'none'}. ` +
        'Install one of these versions, or point SUPERSET_PYTHON at it.',
    )
  }
  await installPackages(['python3-venv'])
  const repaired = (await probeAll()).find((python) => python.isSupported && python.canMakeVenv)
  if (repaired) return repaired.command
  throw new Error(
    'Python still lacks the venv module after installing python3-venv. ' +
      `Point SUPERSET_PYTHON at a complete Python ${supported}.`,
  )
}

interface Python {
  readonly command: string
  readonly version: string
  readonly isSupported: boolean
  readonly canMakeVenv: boolean
}

/** Superset 6.1 also runs on 3.10, but several of the pinned versions do not. */
const supportedVersions = ['3.11', '3.12']
const supported = supportedVersions.join(' or ')

/** 3.11 first: the pinned versions were tried on it most. */
const usualCommands = ['python3.11', 'python3.12', 'python3']

async function probeAll(): Promise<readonly Python[]> {
  const chosen = process.env['SUPERSET_PYTHON']
  const probes = await Promise.all((chosen ? [chosen] : usualCommands).map(probe))
  return probes.filter((python) => python !== undefined)
}

/** Runs it, because a name on PATH may be a version manager's stub for something absent. */
async function probe(command: string): Promise<Python | undefined> {
  const script =
    'import importlib.util as u, sys; ' +
    'print("%d.%d" % sys.version_info[:2], all(map(u.find_spec, ("venv", "ensurepip"))))'
  try {
    const { stdout } = await promisify(execFile)(command, ['-c', script])
    const [version = '', canMakeVenv] = stdout.trim().split(' ')
    return {
      command,
      version,
      isSupported: supportedVersions.includes(version),
      canMakeVenv: canMakeVenv === 'True',
    }
  } catch {
    return undefined
  }
}
