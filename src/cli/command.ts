import type { Colours } from './colours'

export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  readonly help: string
  /** Throws a ToolError for wrong use. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** All is well; something was found; there is no answer, most often because it was used wrongly. */
export type ExitCode = 0 | 1 | 2

/** What a command is given of the process around it. */
export interface Terminal {
  readonly print: (text: string) => void
  /** For what is not the answer: it goes to stderr. */
  readonly warn: (text: string) => void
  /** What is being done, until the next of it; an empty text takes it away. On a terminal alone. */
  readonly progress: (text: string) => void
  readonly colours: Colours
  /** How wide a line may be; not there where no person reads it. */
  readonly columns?: number
  readonly readStdin: () => Promise<string>
  readonly env: NodeJS.ProcessEnv
  /** Asks a person for what nobody else is to see; not there where no person is. */
  readonly askUnseen?: (question: string) => Promise<string>
  readonly fetch: typeof globalThis.fetch
}
