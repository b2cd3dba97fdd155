import { writeFile } from 'node:fs/promises'
import type { Command, ExitCode, Terminal } from '../command'
import { printableJson } from '../printable'
import type { SupersetSession } from '../superset-session'
import { SUPERSET_HELP, SUPERSET_OPTIONS, signInAs } from '../superset-words'
import { misuse, parseWords } from '../words'
import { commandFor, compareWithSuperset } from './check'
import { type Change, isBreaking } from './compare'
import { findUses, readSources } from './find-uses'
import { isGenerated, readIfThere, readModuleFile } from './read-module'
import { readStructures } from './read-structures'
import { showChanges, showWritten } from './show'
import { type NamedStructure, nameDashboards, writeModule } from './write-module'

const HELP = `guestpass generate [dashboard…] --superset <url> --out <file>

Writes a TypeScript module with the names and ids of dashboards: filters, tabs, charts, datasets. It contains no rows,
no SQL and no secrets.

  [dashboard…]              ids, slugs, titles or embed ids; without any, all embedded dashboards
      --out <file>          the file to write, for example src/dashboards.ts; without it, the module is printed
      --number-collisions   write names that are not unique as "name (2)"; without it, they are an error
      --check               write nothing: compare the file with Superset, for a CI job

${SUPERSET_HELP}

      --json                with --check: the changes as JSON
  -h, --help

Exits with 0, with 1 when --check finds a change that can break the app, and with 2 when there is no answer.`

const OPTIONS = {
  ...SUPERSET_OPTIONS,
  out: { type: 'string' },
  'number-collisions': { type: 'boolean' },
  check: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const generate: Command = {
  name: 'generate',
  summary: 'a TypeScript module with the names and ids of dashboards',
  help: HELP,
  async run(words, terminal) {
    const { values, positionals } = parseWords(words, OPTIONS)
    const { out, check = false, json = false } = values
    checkOptions({ out, check, json }, positionals)
    if (check && out !== undefined) {
      const dashboards = await readModuleFile(out)
      return compareFile(await signInAs(values, terminal), dashboards, out, json, terminal)
    }
    if (out !== undefined) await checkReplaceable(out)
    const session = await signInAs(values, terminal)
    const structures = await readStructures(session, positionals, terminal)
    const named = nameDashboards(structures, { numbersCollisions: values['number-collisions'] === true })
    await writeOut(writeModule(named), out, named, terminal)
    return 0
  },
}

interface Wanted {
  readonly out: string | undefined
  readonly check: boolean
  readonly json: boolean
}

function checkOptions({ out, check, json }: Wanted, names: readonly string[]): void {
  if (out !== undefined && !/\.[cm]?tsx?$/.test(out)) {
    throw misuse(
      '--out is not a TypeScript file. Give a name that ends in .ts, for example src/dashboards.ts.',
    )
  }
  if (check && out === undefined) throw misuse('--check needs the file: give --out src/dashboards.ts.')
  if (check && names.length > 0)
    throw misuse('--check compares every dashboard of the file. Remove the names of dashboards.')
  if (json && !check) throw misuse('--json belongs to --check. Remove it, or add --check.')
}

/** A mistyped path must not replace a file of the app. */
async function checkReplaceable(file: string): Promise<void> {
  const source = await readIfThere(file)
  if (source === undefined || source.trim() === '' || isGenerated(source)) return
  throw misuse(
    `${file} was not written by guestpass generate, so it is not replaced. Choose another name, or delete it.`,
  )
}

async function writeOut(
  source: string,
  out: string | undefined,
  dashboards: readonly NamedStructure[],
  terminal: Terminal,
): Promise<void> {
  if (out === undefined) return terminal.print(source.trimEnd())
  const before = await readIfThere(out)
  if (before !== source) await write(out, source)
  terminal.print(showWritten(out, before === source, dashboards, terminal.colours))
}

async function write(file: string, source: string): Promise<void> {
  try {
    await writeFile(file, source)
  } catch (error) {
    throw misuse(`${file} cannot be written (${Object(error).code}). Create its folder, or check its rights.`)
  }
}

async function compareFile(
  session: SupersetSession,
  dashboards: readonly NamedStructure[],
  file: string,
  isJson: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const changes = await compareWithSuperset(session, dashboards, file, terminal.warn)
  const located = await locate(changes, file)
  const command = commandFor(dashboards, session.url, file)
  terminal.print(
    isJson ? printableJson({ changes: located }) : showChanges(file, located, { command, ...terminal }),
  )
  return changes.some(isBreaking) ? 1 : 0
}

/** A new thing cannot be in use yet. */
async function locate(changes: readonly Change[], file: string) {
  const sources = changes.some(isBreaking) ? await readSources(file) : []
  return changes.map((change) => ({ ...change, uses: isBreaking(change) ? findUses(change, sources) : [] }))
}
