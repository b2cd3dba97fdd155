import type { RawMarks } from './dialect'
import type { Refuse } from './refuse'

/**
 * Refuses SQL that would reach out of the parentheses around it: unbalanced parentheses, an open quote, a comment, a
 * second statement. It catches mistakes. It is not a parser, and does not know what the SQL means.
 */
export function checkedRaw(sql: unknown, marks: RawMarks, refuse: Refuse): string {
  if (typeof sql !== 'string' || sql.trim() === '') throw refuse('is not a text, or is empty')
  if (/\0|\p{Cs}/u.test(sql)) throw refuse('contains a NUL or half a character')
  const outside = outsideQuotes(marks)
  let depth = 0
  for (let match = outside.exec(sql); match; match = outside.exec(sql)) {
    const [token] = match
    if (isJinja(token)) continue
    refuseMark(token, marks, refuse)
    if (token === '(') depth++
    if (token === ')' && --depth < 0) throw refuse('closes a parenthesis that it did not open')
    const close = closingMark(token, marks)
    if (close !== undefined) outside.lastIndex = endOfQuote(sql, outside.lastIndex, close, refuse)
  }
  if (depth > 0) throw refuse('opens a parenthesis and does not close it')
  return sql
}

function refuseMark(token: string, { comments = [], refused, quotes }: RawMarks, refuse: Refuse): void {
  if (token.startsWith('{')) throw refuse('opens a Jinja expression and does not end it')
  if (token === '\\') throw refuse('has a backslash before a quote, which not every setting reads alike')
  if ([...COMMENTS, ...comments].includes(token)) throw refuse('contains a comment')
  if (token === ';') throw refuse('contains more than one statement')
  if (/^\$\w*\$$/.test(token)) throw refuse('contains a dollar-quoted text')
  if (refused?.pattern.test(token)) throw refuse(`contains ${refused.what}`)
  const isForeign = QUOTES.includes(token) && !quotes.some(([open]) => open === token)
  if (isForeign) throw refuse('contains a quote mark that the database does not have')
}

/** The index behind the mark that closes a quote. Jinja in it is one token, whatever quotes the Jinja contains. */
function endOfQuote(sql: string, from: number, close: string, refuse: Refuse): number {
  const inside = new RegExp(`${JINJA}|${BACKSLASH}|${escaped(close)}`, 'gs')
  inside.lastIndex = from
  for (let match = inside.exec(sql); match; match = inside.exec(sql)) {
    const [token] = match
    if (token === close) return inside.lastIndex
    if (token === '\\') throw refuse('has a backslash before a quote, which not every setting reads alike')
    if (!isJinja(token)) throw refuse('opens a Jinja expression and does not end it')
  }
  throw refuse('opens a quote and does not close it')
}

function outsideQuotes({ quotes, comments = [], refused }: RawMarks): RegExp {
  const marks = [...QUOTES, ...quotes.map(([open]) => open), ...COMMENTS, ...comments]
  const sources = [JINJA, BACKSLASH, refused?.pattern.source, DOLLAR, '[();]', ...marks.map(escaped)]
  return new RegExp(
    sources.filter((source) => source !== undefined).join('|'),
    `gs${refused?.pattern.flags ?? ''}`,
  )
}

const JINJA = String.raw`\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{[{%#]`
const BACKSLASH = '\\\\(?=[\'"`])'
const DOLLAR = String.raw`\$\w*\$`
const QUOTES = ["'", '"', '`']
const COMMENTS = ['--', '/*', '*/']

/** Complete Jinja. What it becomes is not checked: the app's author wrote it. */
function isJinja(token: string): boolean {
  return token.startsWith('{') && token.length > 2
}

function closingMark(token: string, { quotes }: RawMarks): string | undefined {
  return quotes.find(([open]) => open === token)?.[1]
}

function escaped(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
