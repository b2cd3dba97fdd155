import type { SqlToken } from '../../../preview/sql-tokens'
import type { Dataset, Rule } from '../subject'
import { closingOf, isSameName, itemsOf, nameTokensOf, unquoted } from './sql-names'
import { readTables, type TableName } from './sql-tables'

/** A rule of the app: one rule of Superset for each dataset that it names, or one for every dataset. */
export interface AppRule {
  readonly number: number
  readonly rules: readonly Rule[]
}

export function appRulesOf(rules: readonly Rule[]): readonly AppRule[] {
  const numbers = [...new Set(rules.map(({ number }) => number))]
  return numbers.map((number) => ({ number, rules: rules.filter((rule) => rule.number === number) }))
}

/**
 * How a rule is for a dataset: for `every` one, for this one by its number (`named`), for a table that its SQL reads
 * (`inside`), or not at all.
 */
export type Scope = 'every' | 'named' | 'inside' | 'none'

export function scopeOf({ rules }: AppRule, dataset: Dataset, known: readonly Dataset[]): Scope {
  if (rules.some((rule) => rule.dataset === undefined)) return 'every'
  if (rules.some((rule) => rule.dataset === dataset.id)) return 'named'
  return tablesUnder(dataset, known).some(({ id }) => rules.some((rule) => rule.dataset === id))
    ? 'inside'
    : 'none'
}

/** The datasets whose tables the SQL of a virtual dataset reads, by their names in any case or their numbers. */
export function tablesUnder({ id, sql }: Dataset, known: readonly Dataset[]): readonly Dataset[] {
  if (sql === undefined) return []
  const { tables, datasetIds } = readTables(sql)
  return known.filter(
    (table) =>
      table.id !== id &&
      (datasetIds.includes(table.id) || tables.some(({ name }) => isSameName(name, table.name))),
  )
}

/** The places in the SQL that read the table by its name. */
export function mentionsOf(table: Dataset, sql: string): readonly TableName[] {
  return readTables(sql).tables.filter(({ name }) => isSameName(name, table.name))
}

/** For a message: `34 (returns)`. */
export const nameOfDataset = ({ id, name }: Dataset) => `${id} (${name})`

/** The rule to copy. ClickHouse needs the name of each table. */
export function ruleFor(datasets: readonly Dataset[], needsTables: boolean): string {
  const list = datasets.map(({ id, name, sql }) => {
    if (!needsTables) return String(id)
    return sql === undefined ? `{ id: ${id}, table: '${name}' }` : `{ id: ${id}, virtual: true }`
  })
  return `  { clause, datasets: [${list.join(', ')}] }`
}

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
  const list = argumentsOf(tokens, index + 1)
  const argument = (CALLS[name] === 'first' ? list[0] : list.at(-1)) ?? []
  // A column, perhaps with its table before it: names with dots between them.
  const isColumn =
    argument.length % 2 === 1 &&
    argument.every((token, at) => (at % 2 === 0 ? isName(token) : token.text === '.'))
  return isColumn && list.length > 1 ? argument.at(-1) : undefined
}

/** The tokens of each argument. None if the parenthesis that opens there does not end. */
function argumentsOf(tokens: readonly SqlToken[], open: number): readonly (readonly SqlToken[])[] {
  const end = closingOf(tokens, open)
  return end === tokens.length ? [] : itemsOf(tokens.slice(open + 1, end))
}
