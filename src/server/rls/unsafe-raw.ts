import type { RlsDialect } from './dialect'
import type { Refuse } from './refuse'

/**
 * Refuses SQL that would reach out of the parentheses around it: unbalanced ones, an open quote, a comment, a second
 * statement. It catches mistakes; it is no parser, and says nothing of what the SQL means.
 */
export function checkedRaw(sql: unknown, dialect: RlsDialect, refuse: Refuse): string {
  if (typeof sql !== 'string' || sql.trim() === '') throw refuse('is not a text, or is empty')
  if (/\0|\p{Cs}/u.test(sql)) throw refuse('holds a NUL or half a character')
  let depth = 0
  let openQuote: string | undefined
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token.startsWith('{') && token.length === 2)
      throw refuse('opens a Jinja expression and does not end it')
    if (token === '\\') throw refuse('has a backslash before a quote, which not every setting reads alike')
    if (QUOTES.includes(token)) {
      if (openQuote === undefined) openQuote = token
      else if (openQuote === token) openQuote = undefined
    } else if (openQuote === undefined) {
      if (COMMENTS.includes(token) || (token === '#' && dialect === 'mysql')) throw refuse('holds a comment')
      if (token === ';') throw refuse('holds more than one statement')
      if (token.startsWith('$')) throw refuse('holds a dollar-quoted text')
      if (token === '(') depth++
      if (token === ')' && --depth < 0) throw refuse('closes a parenthesis that it did not open')
    }
  }
  if (openQuote !== undefined) throw refuse('opens a quote and does not close it')
  if (depth > 0) throw refuse('opens a parenthesis and does not close it')
  return sql
}

const QUOTES = ["'", '"', '`']
const COMMENTS = ['--', '/*', '*/']

/** Jinja is one token, within quotes too: what it renders to is the author's affair. */
const TOKEN = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{[{%#]|\\(?=['"`])|['"`();#]|--|\/\*|\*\/|\$\w*\$/gs
