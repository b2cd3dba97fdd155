import type { SqlToken } from '../../../preview/sql-tokens'
import { closingOf, isSameName, itemsOf, nameTokensOf, unquoted } from './sql-names'

/**
 * Whether a row of the SQL may contain a value that was worked out from rows of other tenants: an aggregate or a window
 * that is not grouped by the rule's columns, or a sub-query in place of a value. A condition around the SQL filters its
 * rows, and such values stay in them. The SQL is not parsed, and counts as mixed where it is unclear.
 */
export function mixesRows(sql: string, columns: readonly string[]): boolean {
  const tokens = nameTokensOf(sql).filter(({ kind }) => kind !== 'comment')
  return selectsIn(tokens).some((select) => {
    if (select.place !== 'rows') return select.place === 'value'
    const grouped = groupOf(select.tokens)
    const calls = select.tokens.flatMap((token, index) => {
      if (!isCall(token, select.tokens[index + 1])) return []
      const window = windowAt(select.tokens, index + 1)
      return window || AGGREGATE.test(unquoted(token.text)) || (grouped && !SCALAR.test(unquoted(token.text)))
        ? [window]
        : []
    })
    return calls.some((window) => !isGrouped(window ?? grouped ?? [], columns))
  })
}

interface Select {
  /** Without the sub-queries in it. */
  readonly tokens: readonly SqlToken[]
  readonly place: Place
}

/** Where a SELECT stands: its rows are rows of the outer query, a value in its rows, or only part of a condition. */
type Place = 'rows' | 'value' | 'condition'

/** Every SELECT, in no particular order. */
function selectsIn(tokens: readonly SqlToken[], place: Place = 'rows'): readonly Select[] {
  const selects: Select[] = []
  let outer: SqlToken[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as SqlToken
    if (token.text === '(' && /^(select|with|from)$/i.test(tokens[index + 1]?.text ?? '')) {
      const end = closingOf(tokens, index)
      selects.push(...selectsIn(tokens.slice(index + 1, end), placeOf(outer)))
      index = end
    } else if (/^(union|except|intersect|minus)$/i.test(token.text)) {
      selects.push({ tokens: outer, place })
      outer = []
    } else outer.push(token)
  }
  return [...selects, { tokens: outer, place }]
}

/** Where a sub-query stands in its outer query. @param before the tokens of the outer query in front of the sub-query */
function placeOf(before: readonly SqlToken[]): Place {
  const text = before.findLast((token) => token.text !== '(')?.text ?? ''
  if (/^(in|exists|any|some|[=<>])$/i.test(text)) return isInSelectList(before) ? 'value' : 'condition'
  const isSource =
    /^(|from|join|as|materialized|lateral|apply|union|all|distinct|except|intersect|minus)$/i.test(text)
  return isSource || (text === ',' && isInFrom(before)) ? 'rows' : 'value'
}

function isInSelectList(before: readonly SqlToken[]): boolean {
  const last = before.findLast(({ text }) => /^(select|from|where|having|qualify|on)$/i.test(text))
  return last === undefined || /^select$/i.test(last.text)
}

function isInFrom(before: readonly SqlToken[]): boolean {
  const last = before.findLast(({ text }) => /^(select|from|join|where|group|having|order|with)$/i.test(text))
  return /^(from|join|with)$/i.test(last?.text ?? '')
}

const AGGREGATE =
  /^(sum|count|avg|mean|min|max|median|total|mode|any_value|first|last|first_value|last_value|nth_value|lag|lead|rank|dense_rank|percent_rank|cume_dist|ntile|row_number|corr|listagg|group_concat|string_agg|approx_\w+|percentile\w*|quantile\w*|stddev\w*|std|var\w*|covar\w*|regr_\w+|uniq\w*|\w*_?agg|\w+if|arg_?min|arg_?max|group(array|uniqarray)\w*|top_?k\w*|sum\w+|count\w+|avg\w+|bool_and|bool_or|every|collect_\w+|bit_(and|or|xor)|hll\w*)$/i

/** Functions of one row, and words that stand before a parenthesis. Others may be aggregates that somebody wrote. */
const SCALAR =
  /^(cast|try_cast|safe_cast|convert|coalesce|nullif|ifnull|nvl|if|iff|iif|upper|lower|l?r?trim|round|floor|ceil|ceiling|abs|concat|concat_ws|replace|left|right|substr|substring|length|date|datetime|timestamp|date_\w+|year|quarter|month|week|day|hour|extract|to_\w+|tostartof\w+|strftime|format\w*|greatest|least|in|and|or|not|on|as|by|over|using|filter|within|values|when|then|else|case|where|having|select|from|join|rollup|cube|sets|partition|decimal|numeric|varchar|char)$/i

/** A function's name may be in quotes, too: `"sum"(amount)`. */
function isCall({ kind, text }: SqlToken, next: SqlToken | undefined): boolean {
  return next?.text === '(' && (kind === 'name' || (kind === 'word' && !/^\d/.test(text)))
}

/** The columns of PARTITION BY, if an OVER follows the call whose parenthesis opens there. */
function windowAt(tokens: readonly SqlToken[], open: number): readonly string[] | undefined {
  const end = closingOf(tokens, open)
  if (!/^over$/i.test(tokens[end + 1]?.text ?? '')) return undefined
  // A named window may be anything.
  if (tokens[end + 2]?.text !== '(') return []
  const inside = tokens.slice(end + 2, closingOf(tokens, end + 2))
  return namesAfter(inside, /^partition$/i, [])
}

/** The columns of GROUP BY; undefined without one. */
function groupOf(tokens: readonly SqlToken[]): readonly string[] | undefined {
  if (startOfList(tokens, /^group$/i) < 0) return undefined
  const made = madeNames(tokens)
  return namesAfter(tokens, /^group$/i, selectedNames(tokens)).filter(
    (name) => !made.some((other) => isSameName(other, name)),
  )
}

/** The place of `GROUP BY` or `PARTITION BY`; -1 without it. */
function startOfList(tokens: readonly SqlToken[], word: RegExp): number {
  return tokens.findIndex(({ text }, index) => word.test(text) && /^by$/i.test(tokens[index + 1]?.text ?? ''))
}

/** Names in the result that are constants or aggregates. A group by such a name may hold rows of several tenants. */
function madeNames(tokens: readonly SqlToken[]): readonly string[] {
  return selectedItems(tokens).flatMap((item) => {
    const expression = item.slice(0, -1).filter(({ text }) => !/^as$/i.test(text))
    const isConstant = expression.every(({ kind }) => kind !== 'word' && kind !== 'name')
    const isAggregate = expression.some(
      (token, index) => isCall(token, expression[index + 1]) && AGGREGATE.test(unquoted(token.text)),
    )
    return expression.length > 0 && (isConstant || isAggregate) ? [nameOfItem(item)] : []
  })
}

const END_OF_LIST = /^(having|order|limit|offset|fetch|window|qualify|rows|range|groups|settings|with)$/i

/** The names in the list behind `GROUP BY` or `PARTITION BY`; a number is a position in `selected`. */
function namesAfter(
  tokens: readonly SqlToken[],
  word: RegExp,
  selected: readonly string[],
): readonly string[] {
  const start = startOfList(tokens, word)
  if (start < 0) return []
  const behind = tokens.slice(start + 2)
  const end = behind.findIndex(({ text }) => END_OF_LIST.test(text))
  return itemsOf(end < 0 ? behind : behind.slice(0, end)).flatMap((item) => {
    const last = item.at(-1)
    if (last?.kind === 'number' && item.length === 1) return selected[Number(last.text) - 1] ?? []
    // Only a column, perhaps with its table: `left(country, 1)` puts two tenants into one group.
    return item.every(({ kind, text }) => kind === 'name' || kind === 'word' || text === '.')
      ? unquoted(last?.text ?? '')
      : []
  })
}

const selectedNames = (tokens: readonly SqlToken[]) => selectedItems(tokens).map(nameOfItem)

function selectedItems(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const start = tokens.findIndex(({ text }) => /^select$/i.test(text))
  const behind = tokens.slice(start + 1)
  const end = behind.findIndex(({ text }) => /^from$/i.test(text))
  return itemsOf(end < 0 ? behind : behind.slice(0, end))
}

/** The name that an item of a SELECT has in the result; an empty text if it has none. */
function nameOfItem(item: readonly SqlToken[]): string {
  const last = item.at(-1)
  return last?.kind === 'name' || last?.kind === 'word' ? unquoted(last.text) : ''
}

function isGrouped(names: readonly string[], columns: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => names.some((name) => isSameName(name, column)))
}
