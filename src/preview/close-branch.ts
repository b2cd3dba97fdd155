/** How a condition lets no rows through when the value that its filter uses is missing. */

import { type Branch, type Conditional, startOf, takenBranch, usedPathsOf } from './conditional'
import { applyEdits, type ModelEdit } from './edit'
import type { Aliases } from './expression'
import { readPathsIn } from './read-paths'
import type { ContextPath } from './reference'
import { endsInNegation } from './sql-changes'
import type { Part } from './template'

export interface Closing {
  readonly advice: string
  readonly fixedModel?: string
}

/** @param printed what the model prints while the value is missing */
export function closeConditional(
  conditional: Conditional,
  path: ContextPath,
  printed: ReadonlySet<Part>,
  { source, aliases }: { readonly source: string; readonly aliases: Aliases },
): Closing {
  if (standsInNegation(conditional, source)) return { advice: NEGATION_ADVICE }
  const taken = takenBranch(conditional, printed)
  const filtering = conditional.branches.find(
    (branch) => branch !== taken && branch.content.some((part) => usedPathsOf(part, aliases).length > 0),
  )
  const predicate = filtering && emptyPredicateFor(filtering, conditional, source)
  const edit = predicate === undefined ? undefined : closingEdit(conditional, taken, predicate, path, aliases)
  return {
    advice: `Keep the filter outside the condition, or let the other branch return no rows: {% else %} ${predicate ?? 'WHERE 1 = 0'}.`,
    ...(edit && { fixedModel: applyEdits(source, [edit]) }),
  }
}

const NEGATION_ADVICE =
  'Keep the filter outside the condition. A branch without rows does not help inside NOT, EXCEPT or an outer join: there it shows more rows.'

/** A predicate for no rows that fits where the branch stands. Nothing when the branch is more than a predicate. */
export function emptyPredicateFor(
  { content }: Branch,
  conditional: Conditional,
  source: string,
): string | undefined {
  const text = content.map((part) => part.text).join('')
  if (!isBalanced(text) || standsInNegation(conditional, source)) return undefined
  const keyword = /^\s*(WHERE|AND|HAVING)\b/i.exec(text)?.[1]
  if (keyword) return `${keyword} 1 = 0`
  const follows = /\b(WHERE|AND|OR|ON)[\s(]*$/i.test(source.slice(0, startOf(conditional)))
  return follows && /^\s*["\w({]/.test(text) && !STATEMENT.test(text) ? '1 = 0' : undefined
}

/** Whether fewer rows of a branch may be more rows of the statement, as inside `NOT (…)`. */
export function standsInNegation(conditional: Conditional, source: string): boolean {
  return endsInNegation(sqlBefore(source, startOf(conditional)))
}

/** The SQL of a field, up to a place in the model. */
export function sqlBefore(source: string, offset: number): string {
  const before = source.slice(0, offset)
  return before.slice(Math.max(before.search(LAST_SQL_KEY), 0))
}

/** The start of the SQL that the conditional stands in. */
const LAST_SQL_KEY = /\bsql\w*:(?!.*\bsql\w*:)/s

const STATEMENT = /\b(SELECT|FROM|JOIN|UNION|GROUP|ORDER|LIMIT|WITH)\b/i

function isBalanced(text: string): boolean {
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length
  return count(/\(/g) === count(/\)/g) && count(/'/g) % 2 === 0
}

function closingEdit(
  { close, branches }: Conditional,
  taken: Branch | undefined,
  predicate: string,
  path: ContextPath,
  aliases: Aliases,
): ModelEdit | undefined {
  if (!taken) return { start: close.start, end: close.start, text: `{% else %} ${predicate} ` }
  const isElse = taken === branches.at(-1) && /^\s*else\b/.test(taken.tag.code)
  if (!isElse && !readsOnly(taken.tag, path, aliases)) return undefined
  const text = taken.content.map((part) => part.text).join('')
  if (!isBalanced(text) || STATEMENT.test(text)) return undefined
  const start = taken.tag.start + taken.tag.text.length
  const [before, after] = [/^\s*/.exec(text)?.[0] || ' ', /\s*$/.exec(text.trimStart())?.[0] || ' ']
  return { start, end: start + text.length, text: `${before}${predicate}${after}` }
}

function readsOnly(tag: Part, path: ContextPath, aliases: Aliases): boolean {
  const read = readPathsIn(tag, aliases)
  return read.length > 0 && read.every((other) => JSON.stringify(other) === JSON.stringify(path))
}
