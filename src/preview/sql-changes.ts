/** Where two compiled texts of the same field differ, predicate by predicate. */

import { isInName, type SqlToken, tokenStructuresOf, tokensOf } from './sql-tokens'

/** One place where the texts differ. */
export interface SqlChange {
  /** Only in the first text. */
  readonly removed: readonly SqlToken[]
  /** Only in the second text, without alternatives (`OR …`, `UNION …`), which add rows. */
  readonly added: readonly SqlToken[]
  /** Whether what was removed selects no rows, such as `1 = 0`. */
  readonly removesNoRows: boolean
  /** Whether a column or a pattern such as `'%'` stood in place of a value, so that the comparison holds for every row. */
  readonly matchesAnyRow: boolean
}

/** A token, or a predicate that never holds, as the comparison sees it. */
interface Unit {
  readonly tokens: readonly SqlToken[]
  readonly sign: string
  readonly selectsNothing: boolean
  readonly matchesAnyRow: boolean
}

/**
 * Compares two SQL texts without their literals.
 *
 * @param marker a value that only the second text contains: a token that contains it is always part of a change.
 */
export function sqlChangesBetween(before: string, after: string, marker: string): readonly SqlChange[] {
  const [first, second] = [unitsOf(before), unitsOf(after, marker)]
  const matches = commonUnits(first, second)
  const changes: SqlChange[] = []
  let [from, to] = [0, 0]
  let open: { removed: Unit[]; added: Unit[] } | undefined
  const close = () => {
    if (open) changes.push(changeOf(open.removed, open.added, after))
    open = undefined
  }
  for (const [left, right] of [...matches, [first.length, second.length] as const]) {
    const [removed, added] = [first.slice(from, left), second.slice(to, right)]
    if (removed.length > 0 || added.length > 0) {
      open ??= { removed: [], added: [] }
      open.removed.push(...removed)
      open.added.push(...added)
    }
    const same = first[left]
    // One predicate may differ in two places: `name = 'public'`, `id = 'acme'`.
    if (!same || startsClause(same)) close()
    ;[from, to] = [left + 1, right + 1]
  }
  return changes
}

function changeOf(removed: readonly Unit[], added: readonly Unit[], after: string): SqlChange {
  const tokens = added.flatMap((unit) => unit.tokens)
  return {
    removed: removed.flatMap((unit) => unit.tokens),
    added: removed.every(isValue) ? withoutAlternative(tokens, after) : tokens,
    removesNoRows: removed.some(({ selectsNothing }) => selectsNothing) && removed.every(isHarmless),
    matchesAnyRow: removed.some((unit) => unit.matchesAnyRow),
  }
}

/** `WHERE`, `AND` and brackets do not show rows that `1 = 0` hides; anything else might. */
function isHarmless({ tokens, selectsNothing }: Unit): boolean {
  return selectsNothing || tokens.every(({ text }) => /^(where|and|\(|\))$/i.test(text))
}

function isValue({ tokens }: Unit): boolean {
  return tokenStructuresOf(tokens).every((structure) => structure === 'value')
}

/** The tokens without `OR …` or `UNION …`, up to the bracket that closes the group around them. */
function withoutAlternative(tokens: readonly SqlToken[], sql: string): readonly SqlToken[] {
  const start = tokens.findIndex(isClause)
  const opener = tokens[start]
  if (!opener || !/^(or|union)$/i.test(opener.text) || endsInNegation(sql.slice(0, opener.start)))
    return tokens
  let depth = 0
  const end = tokens.findIndex(({ text }, index) => {
    if (index > start) depth += text === '(' ? 1 : text === ')' ? -1 : 0
    return depth < 0
  })
  return [...tokens.slice(0, start), ...(end < 0 ? [] : tokens.slice(end))]
}

function startsClause({ tokens }: Unit): boolean {
  return tokens.some(isClause)
}

function isClause({ kind, text }: SqlToken): boolean {
  return kind === 'word' && CLAUSES.has(text.toUpperCase())
}

const CLAUSES = new Set(
  'SELECT FROM JOIN ON WHERE AND OR GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT'.split(' '),
)

/** The longest sequence of units that both texts have, as pairs of positions. */
function commonUnits(
  first: readonly Unit[],
  second: readonly Unit[],
): readonly (readonly [number, number])[] {
  const lengths = first.map(() => new Array<number>(second.length).fill(0))
  const lengthAt = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = first.length - 1; row >= 0; row--) {
    for (let column = second.length - 1; column >= 0; column--) {
      const isSame = first[row]?.sign === second[column]?.sign
      const length = isSame
        ? lengthAt(row + 1, column + 1) + 1
        : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1))
      ;(lengths[row] as number[])[column] = length
    }
  }
  const pairs: (readonly [number, number])[] = []
  let [row, column] = [0, 0]
  while (row < first.length && column < second.length) {
    if (first[row]?.sign === second[column]?.sign) pairs.push([row++, column++])
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++
    else column++
  }
  return pairs
}

function unitsOf(sql: string, marker?: string): readonly Unit[] {
  const tokens = tokensOf(sql, 'plain')
  const structures = tokenStructuresOf(tokens)
  const units: Unit[] = []
  for (let index = 0; index < tokens.length; ) {
    const length = marker === undefined ? lengthOfNothing(tokens, index) : 0
    const unit = tokens.slice(index, index + Math.max(length, 1))
    const isMarked = marker !== undefined && unit.some((token) => hasMarker(token, marker))
    const structure = structures[index] ?? ''
    const sign = length > 0 ? 'selects nothing' : isMarked ? 'marked' : wordOf(unit[0], structure)
    const isOpen =
      !isInName(tokens, index) && (isColumnOrPattern(unit[0]) || holdsWithoutValue(tokens, index))
    units.push({ tokens: unit, sign, selectsNothing: length > 0, matchesAnyRow: length === 0 && isOpen })
    index += unit.length
  }
  return units
}

/** `'' = ''`, `NULL IS NULL`, `COALESCE(NULL, …)`, `NULLIF('', '')`, `'' || '%'`. */
function holdsWithoutValue(tokens: readonly SqlToken[], index: number): boolean {
  const textAt = (at: number) => tokens[index + at]?.text.toUpperCase() ?? ''
  const text = textAt(0)
  const called = textAt(-1) === '(' ? textAt(-2) : ''
  if (text === 'NULL') {
    const isTested = textAt(-1) !== 'IS' && textAt(1) === 'IS' && textAt(2) === 'NULL'
    return isTested || /^(COALESCE|IFNULL|ISNULL|NVL)$/.test(called)
  }
  if (tokens[index]?.kind !== 'text') return false
  if (text === textAt(2)) return textAt(1) === '=' || (textAt(1) === ',' && called === 'NULLIF')
  const isJoined = (at: number) => textAt(at) === '|' && ANY_TEXT.test(textAt(at * 3))
  return text === "''" && (isJoined(1) || isJoined(-1))
}

/** Patterns of LIKE, GLOB and regular expressions. */
const ANY_TEXT = /^'(?:%[%_]*|\*|\^?\.\*\$?)'$/

/** Words that stand for a missing value are not columns. */
function isColumnOrPattern(token: SqlToken | undefined): boolean {
  if (token?.kind === 'text') return ANY_TEXT.test(token.text)
  const isName = token?.kind === 'word' || token?.kind === 'name'
  return isName && !/^["`]*(undefined|null|none|true|false|nan)?["`]*$/i.test(token.text)
}

function wordOf(token: SqlToken | undefined, structure: string): string {
  return token?.kind === 'word' ? structure.toUpperCase() : structure
}

export function hasMarker({ text }: SqlToken, marker: string): boolean {
  return text.toLowerCase().includes(marker.toLowerCase())
}

/** How many tokens the predicate has that starts here, if it selects no rows. 0 otherwise. */
function lengthOfNothing(tokens: readonly SqlToken[], index: number): number {
  const length = falsehoodAt(tokens, index)
  if (length === 0) return 0
  const [before, after] = [tokens[index - 1]?.text ?? '(', tokens[index + length]?.text ?? ')']
  const isWhole = /^(where|and|or|on|having|\()$/i.test(before) && AFTER_PREDICATE.test(after)
  return isWhole && !isNegated(tokens, index) ? length : 0
}

const AFTER_PREDICATE = /^(and|or|group|order|limit|having|union|\)|;)$/i

/** `FALSE`, `1 = 0`, `1 <> 1`, `1 != 1`. */
function falsehoodAt(tokens: readonly SqlToken[], index: number): number {
  const text = (at: number) => tokens[index + at]?.text ?? ''
  if (tokens[index]?.kind === 'word' && text(0).toUpperCase() === 'FALSE') return 1
  if (tokens[index]?.kind !== 'number') return 0
  if (text(1) === '=' && tokens[index + 2]?.kind === 'number')
    return Number(text(0)) === Number(text(2)) ? 0 : 3
  const isUnequal = (text(1) === '<' && text(2) === '>') || (text(1) === '!' && text(2) === '=')
  return isUnequal && text(0) === text(3) ? 4 : 0
}

/**
 * Whether fewer rows of a predicate may mean more rows of the statement: `NOT (…)`, `NOT EXISTS (…)`, `EXCEPT`, `CASE`,
 * arguments of functions, and the condition of an outer join.
 */
function isNegated(tokens: readonly SqlToken[], index: number): boolean {
  let depth = 0
  let clause: string | undefined
  for (let at = index - 1; at >= 0; at--) {
    const text = tokens[at]?.text.toUpperCase() ?? ''
    if (text === ')' || text === 'END') depth++
    else if (/^(\(|CASE)$/.test(text) && depth > 0) depth--
    else if (depth > 0) continue
    else if (text === 'CASE' || (text === '(' && !keepsMeaning(tokens, at))) return true
    else if (text === 'EXCEPT' || text === 'MINUS') return true
    else if (OUTER_JOIN.test(text) && clause === 'ON') return true
    else if (text === 'ON' || text === 'WHERE' || text === 'HAVING') clause ??= text
  }
  return false
}

/** Whether a bracket opens a group, a subquery or a list, whose rows count as they are. */
function keepsMeaning(tokens: readonly SqlToken[], bracket: number): boolean {
  const [before = '', opener = ''] = [bracket - 2, bracket - 1].map((at) => tokens[at]?.text ?? '')
  if (/^all$/i.test(opener)) return /^union$/i.test(before)
  return KEEPS_MEANING.test(opener) || (/^(in|exists)$/i.test(opener) && !/^not$/i.test(before))
}

/** Whether SQL that ends here stands in a place where fewer rows may become more rows. */
export function endsInNegation(sql: string): boolean {
  const tokens = tokensOf(sql, 'plain')
  return tokens.at(-1)?.text.toUpperCase() === 'NOT' || isNegated(tokens, tokens.length)
}

const OUTER_JOIN = /^(LEFT|RIGHT|FULL|OUTER)$/
const KEEPS_MEANING = /^(|from|join|where|and|or|on|having|as|union|\(|,)$/i
