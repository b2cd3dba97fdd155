import { nearest } from '../core/nearest'
import { withinBudget } from './budget'
import { isCodedError } from './coded-error'
import type { Command, ExitCode, Terminal } from './command'
import { dashboards } from './dashboards'
import { doctor } from './doctor'
import { enable } from './enable'
import { explain } from './explain'
import { generate } from './generate'
import { isolation } from './isolation'
import { readVersion } from './package-files'
import { preview } from './preview'
import { printable } from './printable'
import { snapshot } from './snapshot'

/** One file a command. */
export const COMMANDS: readonly Command[] = [
  dashboards,
  doctor,
  enable,
  explain,
  generate,
  isolation,
  preview,
  snapshot,
]

const HELP = `guestpass <command>

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}

Options:
  --version   the version of guestpass

Run guestpass <command> --help for the options of a command.`

/** Runs the typed command, and returns its exit code. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...commandWords] = words
  if (name !== undefined && ['--version', '-v', '-V', 'version'].includes(name)) {
    terminal.print(readVersion())
    return 0
  }
  if (name === 'help' && commandWords[0] !== undefined) return run([commandWords[0], '--help'], terminal)
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    terminal.print(HELP)
    return name === undefined ? 2 : 0
  }
  if (name.startsWith('-')) {
    return misused(terminal, 'The command comes first, and its options after it.', 'guestpass')
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (!command) {
    const suggestion = nearest(
      name,
      COMMANDS.map((candidate) => candidate.name),
    )
    const question = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`
    return misused(terminal, `The command ${name} does not exist.${question}`, 'guestpass')
  }
  if (commandWords.includes('--help') || commandWords.includes('-h')) {
    terminal.print(command.help)
    return 0
  }
  try {
    return await command.run(commandWords, { ...terminal, fetch: withinBudget(terminal.fetch) })
  } catch (error) {
    // An error with a code is about the options or what they name. Any other error is a defect of guestpass and shows its stack.
    // --help explains the options, so the page of the code is not named.
    if (!isCodedError(error)) throw error
    if (error.code === 'option-invalid') return misused(terminal, error.sentence, `guestpass ${name}`)
    terminal.warn(`${printable(error.message)}\nSee npx guestpass explain ${error.code}`)
    return 2
  }
}

function misused({ warn }: Terminal, what: string, command: string): ExitCode {
  warn(`${printable(what)}\nSee ${command} --help.`)
  return 2
}
