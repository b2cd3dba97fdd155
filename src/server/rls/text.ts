/**
 * How a text becomes SQL that means only that text.
 *
 * Several programs read a clause before the database does, and each of them has its own special characters:
 *
 * 1. Jinja, where Superset's ENABLE_TEMPLATE_PROCESSING is on: `{{`, `{%`, `{#`. It also turns every line end into `\n`.
 * 2. SQLAlchemy's text(): `:name`, `\:`. For drivers that format with `%` it doubles the percent sign, and for the tables
 *    under a virtual dataset Superset never undoes that.
 * 3. sqlglot, which parses and rewrites every query of Superset 6: `--`, `/*`, and `__SQLGLOT__LB__`, its own mark for a
 *    line end.
 * 4. The database, where a backslash and a quote depend on its settings.
 *
 * So a text stays a literal only if none of its characters ends, opens or escapes anything for any of them. Any other
 * text is spelled by its bytes or codes in one call, and no reader has to be trusted with escapes. A chain of pieces
 * joined by `||` would not do: 300 pieces keep DuckDB planning for a minute, and SQLite refuses 1,000.
 */

/** Of the marks that mean something in pairs, a plain text contains only the first. */
const MARKS = '[ .,@+=()&/]|(?<!_)_|(?<!-)-|(?<=[A-Za-z0-9]):'

/**
 * ASCII only, so that no code page and no collation's idea of similar letters matters. A colon after a letter or digit
 * begins no bind parameter, and a time of day stays a literal.
 */
export const PLAIN_ASCII = new RegExp(`^(?:[A-Za-z0-9]|${MARKS})*$`)

/** The letters of every language, for databases whose connection always uses UTF-8. */
export const PLAIN_UNICODE = new RegExp(String.raw`^(?:[\p{L}\p{M}\p{N}]|${MARKS})*$`, 'u')

/** The bytes of the text in UTF-8, as hexadecimal digits. */
export function hexOf(text: string): string {
  let digits = ''
  for (const byte of new TextEncoder().encode(text)) digits += byte.toString(16).padStart(2, '0')
  return digits
}

/** The bytes of the text in UTF-16, low byte first, as hexadecimal digits. */
export function utf16HexOf(text: string): string {
  const swapped = (digits: string) => digits.slice(2) + digits.slice(0, 2)
  return codeUnitsOf(text).map(swapped).join('')
}

/** The UTF-16 code units of the text, each as four hexadecimal digits. */
export function codeUnitsOf(text: string): readonly string[] {
  return Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0'),
  )
}

/** The code points of the text. */
export function codePointsOf(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0)
}

/** The pieces joined by `||`, in halves, because a chain is as deep as it is long. */
export function joined(pieces: readonly string[]): string {
  if (pieces.length < 2) return pieces.join('')
  const half = pieces.length >> 1
  return `(${joined(pieces.slice(0, half))} || ${joined(pieces.slice(half))})`
}
