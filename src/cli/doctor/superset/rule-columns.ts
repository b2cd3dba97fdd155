import { tokensOf } from '../../../preview/sql-tokens'

/**
 * The columns that a clause compares: names that stand before a comparison. Other names may be functions, keywords or
 * values, and values are not told to anybody.
 */
export function columnsOf(clause: string): readonly string[] {
  const tokens = tokensOf(clause.replace(JINJA, '0'), 'plain')
  const compared = tokens.flatMap(({ kind, text }, index) => {
    const next = tokens[index + 1]?.text ?? ''
    const isName = kind === 'name' || (kind === 'word' && !NO_COLUMN.test(text))
    return isName && COMPARISON.test(next) && !isCompared(tokens[index - 1]?.text) ? [unquoted(text)] : []
  })
  return [...new Set(compared)]
}

export function hasJinja(clause: string): boolean {
  return /\{\{|\{%/.test(clause)
}

const JINJA = /\{\{.*?\}\}|\{%.*?%\}/gs
const COMPARISON = /^(=|<|>|!|in|not|like|ilike|is|between|rlike|regexp|similar)$/i
const NO_COLUMN =
  /^(\d.*|and|or|not|null|true|false|case|when|then|else|end|select|from|where|in|is|like|between)$/i

/** `a = b = c`: what stands in the middle is as likely a value. */
function isCompared(before: string | undefined): boolean {
  return before !== undefined && /^[=<>!]$/.test(before)
}

function unquoted(name: string): string {
  const quote = name[0] ?? ''
  return /["`]/.test(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name
}
