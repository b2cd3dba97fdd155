/**
 * How a text becomes SQL that says nothing but that text.
 *
 * On its way a clause is read by more than the database, each with marks of its own:
 *
 * 1. Jinja, where Superset's ENABLE_TEMPLATE_PROCESSING is on: `{{`, `{%`, `{#`; and it makes every line end a `\n`.
 * 2. SQLAlchemy's text(): `:name`, `\:`; and for the drivers that format with `%` it doubles that, which for the tables
 *    under a virtual dataset is never undone.
 * 3. sqlglot, which parses and writes anew every query of Superset 6: `--`, `/*`, and `__SQLGLOT__LB__`, its own mark
 *    for a line end.
 * 4. The database, where a backslash and a quote depend on its settings.
 *
 * So only a text that ends, opens and escapes nothing for any of them stands between quotes. Any other is spelled by its
 * bytes or codes, in the dialect's own words, and nobody has to be trusted with escapes. It is one expression however
 * long the text: 300 pieces put together by `||` keep DuckDB planning for a minute, and SQLite refuses 1,000.
 */
export function isPlain(text: string): boolean {
  return PLAIN_TEXT.test(text)
}

/**
 * Letters, digits, the space and a few marks; of those that mean something in pairs the first. A colon after a
 * letter or digit begins no bind parameter, and a time of day stays a literal: PostgreSQL takes an expression for no
 * timestamp.
 */
const PLAIN = String.raw`(?:[\p{L}\p{M}\p{N} .,@+=()&/]|(?<!_)_|(?<!-)-|(?<=[A-Za-z0-9]):)`
const PLAIN_TEXT = new RegExp(`^${PLAIN}*$`, 'u')
const STRETCH = new RegExp(`${PLAIN}+|.`, 'gsu')

/** A plain text between quotes, and any other as it is spelled. */
export function plainOr(text: string, spelled: () => string): string {
  return isPlain(text) ? `'${text}'` : spelled()
}

/** The bytes of the text in UTF-8. */
export function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function codesOf(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0)
}

/** Stretches that are plain, and single characters that are not. */
export function stretchesOf(text: string): readonly string[] {
  return text.match(STRETCH) ?? ['']
}

/** The pieces put together by `||`, in halves: a chain is as deep as it is long. */
export function joined(pieces: readonly string[]): string {
  if (pieces.length < 2) return pieces.join('')
  const half = pieces.length >> 1
  return `(${joined(pieces.slice(0, half))} || ${joined(pieces.slice(half))})`
}

/** With an exponent a fraction is the double that it is in JavaScript; without one a decimal, which may miss it. */
export function approximate(digits: string): string {
  return /[.e]/.test(digits) ? Number(digits).toExponential() : digits
}
