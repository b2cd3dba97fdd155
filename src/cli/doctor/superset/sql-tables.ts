/** The tables that an SQL text reads. The SQL is not parsed, so the result also has a reason if it may read others. */

import type { SqlToken } from '../../../preview/sql-tokens'
import { isSameName, JINJA_VALUE, nameTokensOf, unquoted } from './sql-names'

export interface SqlTables {
  readonly tables: readonly TableName[]
  /** Datasets that Jinja reads by their numbers: `{{ dataset(21) }}`. */
  readonly datasetIds: readonly number[]
  /** Why the SQL may read other tables, as the end of a sentence. */
  readonly unread: string | undefined
}

/** A table as the SQL writes it. */
export interface TableName extends WrittenTable {
  /** In parentheses: in a sub-query or a CTE. */
  readonly isNested: boolean
  /** A CTE of the SQL has this name, in any case. It may still read the table of that name. */
  readonly isCte: boolean
}

interface WrittenTable {
  readonly catalog: string | undefined
  readonly schema: string | undefined
  readonly name: string
  readonly hasAlias: boolean
}

export function readTables(sql: string): SqlTables {
  const all = nameTokensOf(sql, JINJA_NAME)
  const tokens = all.filter(({ kind }) => kind !== 'comment')
  const ctes = cteNamesIn(tokens)
  const lists = listsIn(tokens)
  const tables = lists.flatMap(({ tables, isNested }) =>
    tables.map((table) => ({
      ...table,
      isNested,
      isCte: table.schema === undefined && ctes.some((name) => isSameName(name, table.name)),
    })),
  )
  const datasetIds = [...sql.matchAll(JINJA_VALUE)].flatMap(([value]) =>
    [...value.matchAll(/\bdataset\(\s*(\d+)/g)].map(([, id]) => Number(id)),
  )
  return { tables, datasetIds, unread: whyUnread(sql, all, lists) }
}

/** In place of `{{ … }}`, which may stand for any SQL. */
const JINJA_NAME = 'guestpass_jinja'

function whyUnread(
  sql: string,
  tokens: readonly SqlToken[],
  lists: readonly TableList[],
): string | undefined {
  if (tokens.some(({ kind, text }) => kind !== 'text' && kind !== 'comment' && text.includes(JINJA_NAME))) {
    return 'contains Jinja'
  }
  if (/\{%-?\s*(else|elif|for|include|import|from|extends|call|macro)\b/.test(sql)) return 'contains Jinja'
  if (tokens.some((token, index) => isAmbiguous(token, tokens[index - 1]))) {
    return 'has a text or a comment that databases read differently'
  }
  const isQuery = /^(|select|with|from|values|table|\()$/i.test(firstOf(tokens))
  if (!isQuery || lists.some(({ isUnread }) => isUnread)) return 'reads from a function or a variable'
  return undefined
}

const firstOf = (tokens: readonly SqlToken[]) => tokens.find(({ kind }) => kind !== 'comment')?.text ?? ''

/** Whether some databases end this text or comment elsewhere, so that a table could be hidden in it. */
function isAmbiguous({ kind, text, start }: SqlToken, before: SqlToken | undefined): boolean {
  if (kind === 'open') return true
  if (kind === 'text' || kind === 'name') return /\\['"`]/.test(text)
  // MySQL runs `/*! … */`, and reads `a--b` as a sum. PostgreSQL nests comments.
  if (kind === 'comment') {
    const isMinus = /^--\S/.test(text) && before?.end === start
    return isMinus || /^\/\*M?!/.test(text) || text.includes('/*', 2)
  }
  // A comment of MySQL and BigQuery, in which a quote would open a text.
  return kind === 'word' && text.startsWith('#')
}

interface TableList {
  readonly tables: readonly WrittenTable[]
  readonly isNested: boolean
  /** It has an entry that is neither a table nor a sub-query. */
  readonly isUnread: boolean
}

/** The lists behind FROM, JOIN, APPLY and TABLE. */
function listsIn(tokens: readonly SqlToken[]): readonly TableList[] {
  const levels = [{ hasSelect: false, start: 0 }]
  return tokens.flatMap(({ kind, text }, index) => {
    const level = levels.at(-1)
    if (text === '(') levels.push({ hasSelect: false, start: index + 1 })
    if (text === ')' && levels.length > 1) levels.pop()
    if (kind !== 'word' || level === undefined) return []
    if (/^select$/i.test(text)) level.hasSelect = true
    const isFirst =
      index === level.start || /^(union|all|except|intersect|minus)$/i.test(tokens[index - 1]?.text ?? '')
    if (!startsList(tokens, index, level.hasSelect, isFirst)) return []
    return [{ ...readList(tokens, index + 1), isNested: levels.length > 1 }]
  })
}

function startsList(
  tokens: readonly SqlToken[],
  index: number,
  hasSelect: boolean,
  isFirst: boolean,
): boolean {
  const word = tokens[index]?.text.toLowerCase()
  if (word === 'table') return isFirst
  // In `extract(day FROM x)` no SELECT is before it, and `x IS DISTINCT FROM y` is a comparison.
  const isComparison =
    /^distinct$/i.test(tokens[index - 1]?.text ?? '') && /^(is|not)$/i.test(tokens[index - 2]?.text ?? '')
  if (word === 'from') return (hasSelect || isFirst) && !isComparison
  return word === 'join' || word === 'straight_join' || word === 'apply'
}

function readList(
  tokens: readonly SqlToken[],
  start: number,
): { readonly tables: readonly WrittenTable[]; readonly isUnread: boolean } {
  const tables: WrittenTable[] = []
  let isUnread = false
  let next: number | undefined = start
  while (next !== undefined) {
    let index: number = next
    while (/^(only|lateral)$/i.test(tokens[index]?.text ?? '')) index++
    if (tokens[index]?.text === '(') {
      // The FROM of a sub-query is another list.
      const isQuery = /^(select|with|from|values|table)$/i.test(tokens[index + 1]?.text ?? '')
      const inner = isQuery ? undefined : readList(tokens, index + 1)
      tables.push(...(inner?.tables ?? []))
      isUnread ||= inner?.isUnread ?? false
    } else {
      const { table, end } = tableAt(tokens, index)
      if (table) tables.push(table)
      isUnread ||= table === undefined ? !isKnownCall(tokens, index) : tokens[end]?.text === '('
      index = end
    }
    next = afterComma(tokens, index)
  }
  return { tables, isUnread }
}

/** Functions whose rows come from their arguments, and never from another table. */
const CALLS =
  /^(unnest|flatten|generate_\w+|range|sequence|numbers|json_table|jsonb?_\w+|openjson|explode|explode_outer|posexplode|split|string_split|string_to_table|regexp_split_to_table|xmltable|values)$/i

function isKnownCall(tokens: readonly SqlToken[], index: number): boolean {
  return CALLS.test(tokens[index]?.text ?? '') && tokens[index + 1]?.text === '('
}

function tableAt(
  tokens: readonly SqlToken[],
  start: number,
): { readonly table: WrittenTable | undefined; readonly end: number } {
  const parts: string[] = []
  let index = start
  for (;;) {
    const end = endOfPart(tokens, index)
    if (end === index) break
    const text = tokens
      .slice(index, end)
      .map((token) => token.text)
      .join('')
    // BigQuery writes a whole path in one pair of backticks.
    parts.push(...(text.startsWith('`') ? unquoted(text).split('.') : [unquoted(text)]))
    index = end
    if (tokens[index]?.text !== '.') break
    index++
  }
  const name = parts.at(-1)
  if (name === undefined || isKnownCall(tokens, start) || isVariable(name))
    return { table: undefined, end: index }
  const hasAlias = /^as$/i.test(tokens[index]?.text ?? '') || isName(tokens[index])
  return { table: { catalog: parts.at(-3), schema: parts.at(-2), name, hasAlias }, end: index }
}

const isVariable = (name: string) => /^[@$#]/.test(name) || name.includes(JINJA_NAME)

/** A name, or a name with hyphens in it, as BigQuery writes a project: `my-project.sales.orders`. */
function endOfPart(tokens: readonly SqlToken[], start: number): number {
  if (!isName(tokens[start])) return start
  let end = start + 1
  while (
    tokens[end]?.text === '-' &&
    tokens[end]?.start === tokens[end - 1]?.end &&
    /^(word|number)$/.test(tokens[end + 1]?.kind ?? '') &&
    tokens[end + 1]?.start === tokens[end]?.end
  ) {
    end += 2
  }
  return end
}

/** The place behind the next comma of the list; undefined at its end. */
function afterComma(tokens: readonly SqlToken[], start: number): number | undefined {
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    const { kind, text } = tokens[index] as SqlToken
    if (text === '(') depth++
    if (text === ')' && depth-- === 0) return undefined
    if (depth > 0) continue
    if (text === ',') return index + 1
    if (text === ';' || (kind === 'word' && END_OF_LIST.test(text))) return undefined
  }
  return undefined
}

const END_OF_LIST =
  /^(select|where|group|order|having|limit|offset|fetch|union|except|intersect|minus|window|qualify|join|straight_join|apply|view|settings|prewhere|connect|start|returning|into)$/i

function isName(token: SqlToken | undefined): boolean {
  return token?.kind === 'name' || (token?.kind === 'word' && !KEYWORD.test(token.text))
}

/** What may stand behind a table and is not its alias. */
const KEYWORD =
  /^(\d.*|as|on|using|where|group|order|having|limit|offset|fetch|union|except|intersect|minus|join|inner|left|right|full|cross|outer|natural|lateral|window|qualify|select|from|tablesample|not|indexed|final|sample|prewhere|array|asof|any|all|semi|anti|global|for|with|pivot|unpivot|straight_join|apply|use|force|ignore)$/i

/** The names that the SQL defines itself: `WITH name AS (SELECT …)`. */
function cteNamesIn(tokens: readonly SqlToken[]): readonly string[] {
  return tokens.flatMap((token, index) => {
    const isPlace = /^(with|recursive|,)$/i.test(tokens[index - 1]?.text ?? '')
    if (!isPlace || !isName(token)) return []
    const columns =
      tokens[index + 1]?.text === '(' ? tokens.findIndex(({ text }, at) => at > index && text === ')') : index
    const [as, ...behind] = tokens.slice(columns + 1, columns + 6).map(({ text }) => text.toLowerCase())
    const open = behind.find((text) => text !== 'not' && text !== 'materialized')
    return as === 'as' && open === '(' ? [unquoted(token.text)] : []
  })
}
