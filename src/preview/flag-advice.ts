/** What to write for a condition on a flag, so that no value but true or false shows more rows. */

import { emptyPredicateFor, standsInNegation } from './close-branch'
import { type Branch, type Conditional, takenBranch, usedPathsOf } from './conditional'
import { withValueAt } from './context'
import { applyEdits, type ModelEdit } from './edit'
import { type Aliases, conditionOf, wholeReference } from './expression'
import type { ModelOnTrial } from './filter-trials'
import { isList, isObject, type JsonValue } from './json'
import { type ContextPath, expressionOf, labelOf, referencesIn } from './reference'
import type { Part } from './template'

interface Advice {
  readonly advice: string
  readonly fixedModel?: string
}

export function flagAdvice(
  path: ContextPath,
  value: JsonValue,
  part: Part,
  conditional: Conditional | undefined,
  model: ModelOnTrial,
): Advice {
  const expression = expressionOf(path)
  if (isList(value) || isObject(value)) {
    const test = `${expression} | length > 0`
    return withFix(
      `Compare in the model: {% if ${test} %}.`,
      comparisonEdits(part, path, '| length > 0', model),
      model,
    )
  }
  if (conditional && standsInNegation(conditional, model.source)) {
    return {
      advice:
        'Give true or false in the grant, and move the condition out of NOT, EXCEPT or the outer join: there a branch with fewer rows shows more rows.',
    }
  }
  switch (filteredCase(path, conditional, model)) {
    case 'false':
      return withFix(
        `Give true or false in the grant, and compare in the model: {% if ${expression} is true %}.`,
        comparisonEdits(part, path, 'is true', model),
        model,
      )
    case 'true':
      return withFix(
        `Give true or false in the grant, and compare in the model: {% if ${expression} is not false %}. Then only false leaves out the filter.`,
        comparisonEdits(part, path, 'is not false', model),
        model,
      )
    case 'unknown':
      return withFix(
        `Give true or false in the grant, and let other values return no rows in the model: {% if ${expression} is true %} … {% elif ${expression} is false %} … {% else %} WHERE 1 = 0 {% endif %}.`,
        refusingEdits(part, path, conditional, model),
        model,
      )
  }
}

function withFix(advice: string, edits: readonly ModelEdit[] | undefined, { source }: ModelOnTrial): Advice {
  return { advice, ...(edits && { fixedModel: applyEdits(source, edits) }) }
}

/** For which value of the flag the model filters, while the other value shows every row. `'unknown'` otherwise. */
function filteredCase(
  path: ContextPath,
  conditional: Conditional | undefined,
  { aliases, compiled, context }: ModelOnTrial,
): 'true' | 'false' | 'unknown' {
  if (!conditional) return 'unknown'
  const [whenTrue, whenFalse] = [true, false].map((flag) => {
    const printed = compiled.printedParts(withValueAt(context, path, () => flag))
    const content = takenBranch(conditional, printed)?.content ?? []
    if (content.some((part) => usedPathsOf(part, aliases).length > 0)) return 'filtered'
    return SHOWS_EVERY_ROW.test(content.map(({ text }) => text).join('')) ? 'open' : 'other'
  })
  if (whenTrue === 'open' && whenFalse === 'filtered') return 'false'
  return whenTrue === 'filtered' && whenFalse === 'open' ? 'true' : 'unknown'
}

/** Nothing, `1 = 1`, or a table without a condition. */
const SHOWS_EVERY_ROW =
  /^\s*(?:(?:(?:WHERE|AND)\s+)?(?:TRUE|(\d+)\s*=\s*\1)|SELECT\s+(?:(?!\bFROM\b).)*\bFROM\s+[\w."]+)?\s*$/is

/** Puts a comparison behind the flag, where the condition reads the flag. */
function comparisonEdits(
  part: Part,
  path: ContextPath,
  comparison: string,
  { aliases }: ModelOnTrial,
): readonly ModelEdit[] | undefined {
  const codeStart = part.start + part.text.indexOf(part.code)
  const condition = conditionOf(part) ?? ''
  const conditionStart = part.code.indexOf(condition)
  const flag = flagIn(condition, path, aliases)
  if (!flag) return undefined
  const isAlone = condition.trim() === flag.text
  const text = isAlone ? `${flag.text} ${comparison}` : `(${flag.text} ${comparison})`
  const start = codeStart + conditionStart + flag.start
  return [{ start, end: start + flag.text.length, text }]
}

/** The words of a condition that read the flag: its path, or a short name for it. */
function flagIn(condition: string, path: ContextPath, aliases: Aliases) {
  const reference = referencesIn(condition).find((each) => labelOf(each.path) === labelOf(path))
  if (reference) return { start: reference.start, text: condition.slice(reference.start, reference.end) }
  return Object.entries(aliases)
    .flatMap(([name, target]) => shortNamesFor(path, name, target))
    .flatMap((text) => {
      const index = condition.search(new RegExp(`(?<![\\w.])${text.replaceAll('.', '\\.')}(?![\\w.\\[])`))
      return index < 0 ? [] : [{ start: index, text }]
    })[0]
}

function shortNamesFor(path: ContextPath, name: string, target: string): readonly string[] {
  const base = wholeReference(target) ?? []
  const isBase = base.every((step, index) => step === path[index])
  return isBase ? [[name, ...path.slice(base.length)].join('.')] : []
}

/** Turns `{% if flag %} … {% else %} …` into three branches, of which the last selects no rows. */
function refusingEdits(
  part: Part,
  path: ContextPath,
  conditional: Conditional | undefined,
  { source, aliases }: ModelOnTrial,
): readonly ModelEdit[] | undefined {
  const [first, second, ...more] = conditional?.branches ?? []
  if (!conditional || !first || first.tag !== part || more.length > 0) return undefined
  if (second && !/^\s*else\b/.test(second.tag.code)) return undefined
  const condition = (conditionOf(part) ?? '').trim()
  const flag = flagIn(condition, path, aliases)
  const isNegated = flag && condition === `not ${flag.text}`
  if (!flag || (condition !== flag.text && !isNegated)) return undefined
  const predicate = predicateFor([first, second], conditional, source)
  if (predicate === undefined) return undefined
  const [when, otherwise] = isNegated ? ['false', 'true'] : ['true', 'false']
  const elif = `{% elif ${flag.text} is ${otherwise} %}`
  return [
    tagEdit(part, `{% if ${flag.text} is ${when} %}`),
    ...(second ? [tagEdit(second.tag, elif)] : []),
    {
      start: conditional.close.start,
      end: conditional.close.start,
      text: `${second ? '' : elif}{% else %} ${predicate} `,
    },
  ]
}

function predicateFor(branches: readonly (Branch | undefined)[], conditional: Conditional, source: string) {
  const predicates = branches.flatMap((branch) =>
    branch ? (emptyPredicateFor(branch, conditional, source) ?? []) : [],
  )
  return predicates[0]
}

/** Keeps the dashes that trim spaces. */
function tagEdit({ start, text }: Part, replacement: string): ModelEdit {
  const [open, close] = [text[2] === '-' ? '{%-' : '{%', text.at(-3) === '-' ? '-%}' : '%}']
  return { start, end: start + text.length, text: replacement.replace('{%', open).replace(/%\}$/, close) }
}
