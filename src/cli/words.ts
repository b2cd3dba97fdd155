import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearest } from '../core/nearest'
import { ToolError } from '../core/tool-error'
import { variableForOption } from './variables'

/**
 * Parses the words after a command's name.
 *
 * @throws {ToolError} `option-invalid`. No message repeats the value of an option, because it may be a secret.
 */
export function parseWords<Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
) {
  const config = { args: [...words], options, allowPositionals: true } as const
  // Node explains an error with rules that most people do not need.
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true })
  for (const token of tokens) if (token.kind === 'option') checkOption(token, options)
  return parseArgs(config)
}

interface TypedOption {
  /** With its dashes. */
  readonly rawName: string
  /** Without its dashes. */
  readonly name: string
  readonly value?: string | undefined
  /** Whether the value follows an equals sign. */
  readonly inlineValue?: boolean | undefined
}

function checkOption({ rawName, name, value, inlineValue }: TypedOption, options: ParseArgsOptionsConfig) {
  const type = Object.hasOwn(options, name) ? options[name]?.type : undefined
  if (type === undefined) throw misuse(unknownOption(rawName, name, Object.keys(options)))
  if (type === 'boolean' && value !== undefined)
    throw misuse(`${rawName} does not take a value. Remove the value.`)
  if (type === 'string' && value === undefined) throw misuse(`Give ${rawName} a value.`)
  if (type === 'string' && value === '') {
    throw misuse(`The value of ${rawName} is empty. If it comes from a variable, set the variable first.`)
  }
  if (type === 'string' && !inlineValue && value?.startsWith('-') && value !== '-') {
    throw misuse(`Give ${rawName} a value. If the value begins with a dash, write ${rawName}=<value>.`)
  }
}

function unknownOption(rawName: string, name: string, known: readonly string[]): string {
  const variable = variableForOption(name)
  // A name of one letter is near to every other.
  const [begun, ...others] = name.length > 2 ? known.filter((option) => option.startsWith(name)) : []
  const suggestion = nearest(name, known) ?? (others.length === 0 ? begun : undefined)
  if (suggestion !== undefined) return `The option ${rawName} is not known. Did you mean --${suggestion}?`
  if (variable === undefined) return `The option ${rawName} is not known.`
  return `A secret is not given as an option such as ${rawName}: shells keep what is typed. Set ${variable} in the environment.`
}

/** For a command that takes only options. The words are not repeated, because they may be a rule or a secret. */
export function refusePositionals(positionals: readonly string[], hint: string): void {
  if (positionals.some((word) => /^https?:\/\//.test(word)))
    throw misuse('Write --superset before the address.')
  if (positionals.length > 0) throw misuse(hint)
}

export function misuse(message: string): ToolError {
  return new ToolError('option-invalid', message)
}
