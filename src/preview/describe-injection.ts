import { ENTRY } from './context'
import type { FilledText } from './document'
import type { InjectionCode } from './finding'
import type { Outcome } from './model'
import { WORDS } from './probes'
import { type ContextPath, expressionOf, labelOf } from './reference'
import { isInName, tokensOf } from './sql-tokens'

/**
 * Where the word in a harmless outcome stands, as its database would read it.
 *
 * @param jsonText what Jinja printed there with the quotes of JSON: they are not part of the place
 */
export function codeOf({ texts }: Outcome, jsonText: string | undefined, path: ContextPath): InjectionCode {
  const sql = texts.filter(({ isSql }) => isSql).map((text) => withoutJsonQuotes(text, jsonText))
  const places = sql.flatMap((text) => placeIn(text) ?? [])
  if (places.includes('injection-in-name')) return 'injection-in-name'
  if (path.includes(ENTRY)) return 'injection-in-list'
  return places[0] ?? 'injection-bare'
}

type SqlText = Pick<FilledText, 'text' | 'field'>

function withoutJsonQuotes({ text, field }: SqlText, jsonText: string | undefined): SqlText {
  return { text: jsonText ? text.replaceAll(jsonText, jsonText.slice(1, -1)) : text, field }
}

/** The kind of place that prints the word. `undefined` when the SQL does not have the word, as when the model accepts only numbers. */
function placeIn({ text, field }: SqlText): InjectionCode | undefined {
  // The model may have put it in capitals.
  const at = text.toLowerCase().indexOf(WORDS[0])
  if (at < 0) return undefined
  const tokens = tokensOf(text, 'plain')
  const index = tokens.findIndex(({ end }) => end > at)
  const kind = tokens[index]?.kind
  if (kind === 'name' || kind === 'open' || isInName(tokens, index)) return 'injection-in-name'
  if (kind === 'text') return 'injection-in-quotes'
  return /(^|\.)sql_table$/.test(field) && kind === 'word' ? 'injection-in-name' : 'injection-bare'
}

/** @param value the value that changes the SQL */
export function messageOf(
  code: InjectionCode,
  path: ContextPath,
  backslash: 'plain' | 'escape',
  value: string,
): string {
  const where =
    backslash === 'escape' ? ' in databases that read a backslash as an escape (MySQL, Snowflake …)' : ''
  const isBrace = code === 'injection-in-quotes' && /^[\s\w.]*[{}][\s\w.{}]*$/.test(value)
  return `${labelOf(path)} ${isBrace ? BRACES_MESSAGE : MESSAGES[code]}${where}.`
}

const BRACES_MESSAGE = 'stands between quotes: the service reads braces in the value as a part of the model'

const MESSAGES: Readonly<Record<InjectionCode, string>> = {
  'injection-in-quotes':
    'stands between quotes as it is: a value can end the quotes, and what follows in it is SQL',
  'injection-bare': 'stands in the SQL as it is: a value is read as SQL',
  'injection-in-name': 'is part of a name: a value can choose any schema, table or column, or go on with SQL',
  'injection-in-list':
    'is put into a list as it is: an entry can end its quotes, and what follows in it is SQL',
  'injection-in-yaml': 'is put into the YAML as it is: a value can change the model around it',
}

/**
 * What to write instead.
 *
 * @param isNullSafe whether NULL in place of the value shows no more rows
 */
export function adviceOf(code: InjectionCode, path: ContextPath, isNullSafe: boolean): string {
  const value = expressionOf(path)
  const safeText = `{{ safe_text(${value}) }}, with the macros of SAFE_MACROS`
  const filters = `Or leave it to a security filter in the grant, which no value breaks out of: filters: [{ member: …, operator: 'equals', values: [${labelOf(path).replaceAll('[]', '')}] }].`
  if (!isNullSafe && code !== 'injection-in-name') {
    return `Check the value in authorize. Do not write safe_text or safe_list here: they write NULL for a value that they refuse, and NULL may show more rows inside NOT, CASE, a function or an outer join, or next to IS. ${filters}`
  }
  switch (code) {
    case 'injection-in-list':
      return `Write IN {{ safe_list(${value}) }}, with the macros of SAFE_MACROS. ${filters}`
    case 'injection-in-name':
      return `Check it against a list: {% if ${value} in ["…", "…"] %}{{ ${value} | safe }}{% else %}no_such_schema{% endif %}.`
    case 'injection-bare':
      return `For a number write {{ ${value} | int }}; for a text ${safeText}. ${filters}`
    case 'injection-in-quotes':
      return `Without the quotes, write ${safeText}. ${filters}`
    case 'injection-in-yaml':
      return `Keep the SQL in a block (sql: >) and write ${safeText}. ${filters}`
  }
}
