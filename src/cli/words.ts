import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { ToolError } from '../core/tool-error'

/** What was typed after a command's name, taken apart. */
export function parseWords<Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (cause) {
    throw misuse(cause instanceof Error ? cause.message : String(cause))
  }
}

export function misuse(message: string): ToolError {
  return new ToolError('option-invalid', message)
}
