import type { SqlToken } from '../../../preview/sql-tokens'
import { nameTokensOf, unquoted } from './sql-names'

/**
 * The columns that a clause compares: names before a comparison, and the column of a call that `rls(…)` writes. Other
 * names may be functions, keywords or values, and values are never reported.
 */
export function columnsOf(clause: string): readonly string[] {
  const tokens = nameTokensOf(clause)
  const columns = tokens.flatMap((token, index) => {
    if (isCompared(tokens, index)) return [unquoted(token.text)]
    const argument = columnInCall(tokens, index)
    return argument ? [unquoted(argument.text)] : []
  })
  return [...new Set(columns)]
}

export function hasJinja(clause: string): boolean {
  return /\{\{|\{%/.test(clause)
}

const COMPARISON = /^(=|<|>|!|in|not|like|ilike|is|between|rlike|regexp|similar)$/i
const NO_COLUMN =
  /^(\d.*|and|or|not|null|true|false|case|when|then|else|end|select|from|where|in|is|like|between)$/i

const isName = ({ kind, text }: SqlToken) => kind === 'name' || (kind === 'word' && !NO_COLUMN.test(text))

function isCompared(tokens: readonly SqlToken[], index: number): boolean {
  const [token, before, after] = [tokens[index], tokens[index - 1], tokens[index + 1]]
  // `a = b = c`: the name in the middle may as well be a value.
  const isValue = before !== undefined && /^[=<>!]$/.test(before.text)
  return token !== undefined && isName(token) && COMPARISON.test(after?.text ?? '') && !isValue
}

/** Functions that find a part of a text, and where among their arguments the column is. */
const CALLS: Readonly<Record<string, 'first' | 'last'>> = {
  starts_with: 'first',
  startswith: 'first',
  ends_with: 'first',
  endswith: 'first',
  instr: 'first',
  position: 'first',
  locate: 'last',
}

function columnInCall(tokens: readonly SqlToken[], index: number): SqlToken | undefined {
  const [call, open] = tokens.slice(index, index + 2)
  const name = call?.kind === 'word' ? call.text.toLowerCase() : ''
  if (!Object.hasOwn(CALLS, name) || open?.text !== '(') return undefined
  const list = argumentsOf(tokens, index + 2)
  const argument = (CALLS[name] === 'first' ? list[0] : list.at(-1)) ?? []
  // A column, perhaps with its table before it: names with dots between them.
  const isColumn =
    argument.length % 2 === 1 &&
    argument.every((token, at) => (at % 2 === 0 ? isName(token) : token.text === '.'))
  return isColumn && list.length > 1 ? argument.at(-1) : undefined
}

/** The tokens of each argument, up to the parenthesis that ends the call. */
function argumentsOf(tokens: readonly SqlToken[], start: number): readonly (readonly SqlToken[])[] {
  const list: SqlToken[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(start)) {
    if (token.text === ')' && depth-- === 0) return list
    if (token.text === '(') depth++
    if (token.text === ',' && depth === 0) list.push([])
    else list.at(-1)?.push(token)
  }
  // The parenthesis was never closed.
  return []
}
