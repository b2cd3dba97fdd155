import type { Colours } from './colours'

export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  readonly help: string
  /** Throws a GuestpassError for wrong use. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** All is well; something was found; there is no answer, most often because it was used wrongly. */
export type ExitCode = 0 | 1 | 2

/** What a command is given of the process around it. */
export interface Terminal {
  readonly print: (text: string) => void
  /** For what is not the answer: it goes to stderr. */
  readonly warn: (text: string) => void
  readonly colours: Colours
  readonly readStdin: () => Promise<string>
}
