/** The names in an SQL text. No message repeats its other tokens, because they may be values. */

import { type SqlToken, tokensOf } from '../../../preview/sql-tokens'

/**
 * As `tokensOf` returns them, with a name in brackets (`[Country Name]`) as one token.
 *
 * @param jinja the word in place of `{{ … }}`; by default a number, so that it is never read as a name
 */
export function nameTokensOf(sql: string, jinja = '0'): readonly SqlToken[] {
  const text = sql.replace(JINJA_STATEMENT, ' ').replace(JINJA_VALUE, jinja)
  const tokens = tokensOf(text, 'plain')
  const merged: SqlToken[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as SqlToken
    const close = bracketAfter(tokens, index)
    const end = close === undefined ? token.end : (tokens[close]?.end ?? token.end)
    merged.push(
      close === undefined ? token : { ...token, kind: 'name', end, text: text.slice(token.start, end) },
    )
    index = close ?? index
  }
  return merged
}

/** The bracket that closes a name; undefined if none opens here, or if it opens a position (`list[1]`). */
function bracketAfter(tokens: readonly SqlToken[], open: number): number | undefined {
  const [token, before] = [tokens[open], tokens[open - 1]]
  if (token?.text !== '[' || (before?.end === token.start && /^(word|name)$/.test(before.kind)))
    return undefined
  const close = tokens.findIndex(({ kind }, index) => index > open && !/^(word|number)$/.test(kind))
  return close > open + 1 && tokens[close]?.text === ']' ? close : undefined
}

const JINJA_STATEMENT = /\{%.*?%\}|\{#.*?#\}/gs
export const JINJA_VALUE = /\{\{.*?\}\}/gs

/** The name without its quotes. */
export function unquoted(name: string): string {
  if (name.startsWith('[')) return name.slice(1, -1)
  const quote = name[0] ?? ''
  return /["`]/.test(quote) ? name.slice(1, -1).replaceAll(quote + quote, quote) : name
}

export const isSameName = (first: string, second: string) => first.toLowerCase() === second.toLowerCase()

/** The items of a list, by its commas outside of parentheses. */
export function itemsOf(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const items: SqlToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    if (token.text === ',' && depth === 0) items.push([])
    else items.at(-1)?.push(token)
  }
  return items
}

/** Where the parenthesis ends that opens there; the number of tokens if it does not end. */
export function closingOf(tokens: readonly SqlToken[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.text === '(') depth++
    if (tokens[index]?.text === ')' && --depth === 0) return index
  }
  return tokens.length
}
