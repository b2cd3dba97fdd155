import { createColours } from '../../src/cli/colours'
import { run } from '../../src/cli/run'

export interface Circumstances {
  /** A person is at a terminal this wide. */
  readonly columns?: number
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** The answer of the person to a hidden prompt. Without it, the command has no terminal. */
  readonly answer?: string
  readonly fetch?: typeof globalThis.fetch
}

/** Runs a command as if a person typed it, and checks that its output contains no secret. */
export async function typed(words: readonly string[], circumstances: Circumstances = {}) {
  const { columns, stdin = '', env = {}, answer, fetch = globalThis.fetch } = circumstances
  const printed: string[] = []
  const warned: string[] = []
  const progress: string[] = []
  const questions: string[] = []
  const exitCode = await run(words, {
    print: (text) => void printed.push(text),
    warn: (text) => void warned.push(text),
    progress: (text) => void progress.push(text),
    colours: createColours(columns !== undefined, env),
    ...(columns !== undefined && { columns }),
    readStdin: async () => stdin,
    env,
    ...(answer !== undefined && {
      askUnseen: async (question: string) => {
        questions.push(question)
        return answer
      },
    }),
    fetch,
  })
  const [output, warnings] = [printed.join('\n'), warned.join('\n')]
  const secrets = Object.entries(env).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY/.test(name))
  for (const secret of [...secrets.map(([, value]) => value), ...(answer ? [answer] : [])]) {
    if (secret !== '' && (output + warnings + progress).includes(secret))
      throw new Error('A secret has come out.')
  }
  return { exitCode, output, warnings, questions }
}
