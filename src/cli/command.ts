import type { Colours } from './colours'

export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  readonly help: string
  /** Throws a ToolError for wrong use. */
  run(words: readonly string[], terminal: Terminal): Promise<ExitCode>
}

/** 0: success. 1: the command found a problem. 2: the command has no result, most often because it was used wrongly. */
export type ExitCode = 0 | 1 | 2

/** What a command receives from its process. */
export interface Terminal {
  readonly print: (text: string) => void
  /** Prints to stderr, for text that is not the result. */
  readonly warn: (text: string) => void
  /** Shows the current step, in place of the previous one. An empty text removes it. Only on a terminal. */
  readonly progress: (text: string) => void
  readonly colours: Colours
  /** The width of a line, in columns. `undefined` if the output is not a terminal. */
  readonly columns?: number
  readonly readStdin: () => Promise<string>
  readonly env: NodeJS.ProcessEnv
  /** Asks a person for a secret, without showing it. `undefined` if the input is not a terminal. */
  readonly askUnseen?: (question: string) => Promise<string>
  readonly fetch: typeof globalThis.fetch
}
