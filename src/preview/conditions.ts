/**
 * Conditions on a value that is neither true nor false: every text is true, the text "false" too.
 *
 * The advice depends on what the branches do, because a fix must not show more rows than the model did.
 */

import { closeConditional } from './close-branch'
import { type Conditional, conditionalsOf, usesPath } from './conditional'
import { withValueAt } from './context'
import { conditionOf, plainCode, testedPathsIn } from './expression'
import { gapsIfMissing, isEmpty, type ModelOnTrial } from './filter-trials'
import type { LocatedFinding } from './finding'
import { flagAdvice } from './flag-advice'
import { isList, isObject, type JsonValue } from './json'
import { type ContextPath, labelOf, valueAt } from './reference'
import type { Part } from './template'

export function conditionsOf(model: ModelOnTrial): readonly LocatedFinding[] {
  const { parts, aliases, context } = model
  const conditionals = conditionalsOf(parts)
  return parts.flatMap((part) =>
    testedPathsIn(plainCode(conditionOf(part) ?? '', aliases)).flatMap((path) => {
      const value = valueAt(context, path)
      if (value === undefined || value === null || typeof value === 'boolean' || path.length === 0) return []
      const conditional = conditionals.find(({ branches }) => branches.some(({ tag }) => tag === part))
      const described = isKey(path, part, conditional, model)
        ? describeKey(path, value, part, conditional, model)
        : describeFlag(path, value, part, conditional, model)
      return described
        ? { code: 'condition-not-boolean', offset: part.start, path: labelOf(path), ...described }
        : []
    }),
  )
}

type Description = Pick<LocatedFinding, 'message' | 'advice' | 'fixedModel'>

/** A key is printed where its condition holds. A flag only decides. */
function isKey(
  path: ContextPath,
  part: Part,
  conditional: Conditional | undefined,
  { aliases }: ModelOnTrial,
): boolean {
  const used = conditional ? conditional.branches.flatMap(({ content }) => content) : [part]
  return used.some((each) => usesPath(each, path, aliases))
}

/** Nothing when the model shows no more rows without the key. An empty key is reported as a filter that is left out. */
function describeKey(
  path: ContextPath,
  value: JsonValue,
  part: Part,
  conditional: Conditional | undefined,
  model: ModelOnTrial,
): Description | undefined {
  const gap = gapsIfMissing(path, model).find(({ field }) => {
    const [start, end] = model.compiled.rangeOf(field)
    return part.start >= start && part.start < end
  })
  if (!gap || isEmpty(value)) return undefined
  const without = model.compiled.printedParts(withValueAt(model.context, path, () => null))
  return {
    message: `${labelOf(path)} decides whether ${gap.field} contains the filter that uses it: a security context without ${labelOf(path)} shows more rows.`,
    ...(conditional
      ? closeConditional(conditional, path, without, model)
      : {
          advice: 'Keep the filter outside the condition, or let the other case return no rows, with 1 = 0.',
        }),
  }
}

function describeFlag(
  path: ContextPath,
  value: JsonValue,
  part: Part,
  conditional: Conditional | undefined,
  model: ModelOnTrial,
): Description {
  return {
    message: `${labelOf(path)} is ${nameOf(value)}, and the condition takes it for ${!isEmpty(value)}.`,
    ...flagAdvice(path, value, part, conditional, model),
  }
}

function nameOf(value: JsonValue): string {
  if (isList(value)) return 'a list'
  return isObject(value) ? 'an object' : JSON.stringify(value)
}
