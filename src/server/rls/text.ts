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
 * So only what ends, opens or escapes nothing for any of them stands between quotes as it is. Every other character
 * is spelled out by its code, in the dialect's own words, and no reader has to be trusted with escapes.
 */
export interface Stretch {
  readonly text: string
  /** Whether it may stand between quotes as it is; otherwise it is one character. */
  readonly isPlain: boolean
}

export function stretchesOf(text: string): readonly Stretch[] {
  return Array.from(text.matchAll(STRETCH), ([stretch, plain]) => ({
    text: stretch,
    isPlain: plain !== undefined,
  }))
}

/**
 * Letters, digits, the space and a few marks; of those that mean something in pairs the first. A colon after a
 * letter or digit begins no bind parameter, and a time of day stays in one piece: PostgreSQL takes a text that is in
 * pieces for no timestamp.
 */
const STRETCH = /((?:[\p{L}\p{M}\p{N} .,@+=()&/]|(?<!_)_|(?<!-)-|(?<=[A-Za-z0-9]):)+)|./gsu

export function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

/** The pieces put together by `||`, as one expression. */
export function joined(pieces: readonly string[]): string {
  const [first = "''"] = pieces
  return pieces.length <= 1 ? first : `(${pieces.join(' || ')})`
}
