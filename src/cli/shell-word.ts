import { printableLine } from './printable'

/** A text as one word of a command that a person copies into a shell. */
export function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${printableLine(text).replaceAll("'", `'\\''`)}'`
}
