import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { GuestpassError } from '../core/errors'

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

export function misuse(message: string): GuestpassError {
  return new GuestpassError('option-invalid', message)
}
