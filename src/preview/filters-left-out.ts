/** Filters that are not in the SQL because a value of the security context is missing or empty. */

import { closeConditional } from './close-branch'
import { type Conditional, conditionalsOf, keywordOf, startOf, takenBranch, usesPath } from './conditional'
import { conditionOf, plainCode, testedPathsIn } from './expression'
import {
  type Gap,
  gapsOfRefusedValue,
  gapsOfUnnamedValue,
  gapsWithoutFlag,
  gapsWithoutValue,
  isEmpty,
  type ModelOnTrial,
} from './filter-trials'
import type { LocatedFinding } from './finding'
import { flagAdvice } from './flag-advice'
import type { JsonObject } from './json'
import { type InsertionPoint, isPath } from './model'
import { readPathsIn, readPathsOf } from './read-paths'
import { type ContextPath, expressionOf, labelOf, valueAt } from './reference'
import type { Part } from './template'

export function leftOutFiltersOf(model: ModelOnTrial): readonly LocatedFinding[] {
  const { parts, aliases, context } = model
  const findings = readPathsOf(parts, aliases).flatMap((path) => {
    const value = valueAt(context, path)
    if (!isEmpty(value)) {
      if (value === true) return []
      const gaps = [...gapsOfUnnamedValue(path, model), ...gapsOfRefusedValue(path, model)]
      return gaps.flatMap((gap) => describeGap(gap, path, model))
    }
    const gaps = gapsWithoutValue(path, model)
    if (gaps.length > 0) return gaps.flatMap((gap) => describeGap(gap, path, model))
    // A flag that is false leaves a filter out on purpose. A flag that is missing or not a boolean does not.
    if (value === false) return []
    return gapsWithoutFlag(path, model).flatMap((gap) => describeGap(gap, path, model, adviceForFlag))
  })
  return [...new Map(findings.map((finding) => [`${finding.offset} ${finding.path}`, finding])).values()]
}

/** The filter of an access policy whose value is empty. */
export function emptyPolicyFiltersOf(
  insertionPoints: readonly Pick<InsertionPoint, 'what' | 'offset' | 'use'>[],
  context: JsonObject,
): readonly LocatedFinding[] {
  return insertionPoints.flatMap(({ what, offset, use }) => {
    const value = isPath(what) ? valueAt(context, what) : undefined
    if (!isPath(what) || use?.kind !== 'policy' || value === undefined || !isEmpty(value)) return []
    // A condition may be false on purpose.
    if (typeof value === 'boolean') return []
    return {
      code: 'filter-left-out',
      offset,
      path: labelOf(what),
      message: `${labelOf(what)} is ${JSON.stringify(value)}, so the access policy has no value to compare with. The service may leave out the filter.`,
      advice: 'Give a value in the grant, or refuse the viewer in authorize.',
    }
  })
}

function describeGap(
  { field }: Gap,
  path: ContextPath,
  model: ModelOnTrial,
  adviceFor = adviceForKey,
): readonly LocatedFinding[] {
  const { parts, compiled } = model
  const [start, end] = compiled.rangeOf(field)
  const isInside = (offset: number) => offset >= start && offset < end
  const deciding = outermost(
    conditionalsOf(parts).filter((each) => isInside(startOf(each)) && leavesOut(each, path, model)),
  )
  const reading = parts.filter((part) => readsPath(part, path, model))
  const place = reading.find((part) => isInside(part.start)) ?? reading[0]
  const common = {
    code: 'filter-left-out' as const,
    path: labelOf(path),
    message: `${labelOf(path)} ${stateOf(path, model)}, so ${field} does not contain the filter that depends on it.`,
  }
  if (deciding.length === 0)
    return [{ ...common, offset: place?.start ?? start, advice: adviceAt(place, path) }]
  return deciding.map((each) => ({ ...common, offset: startOf(each), ...adviceFor(each, path, model) }))
}

function adviceForKey(conditional: Conditional, path: ContextPath, model: ModelOnTrial) {
  return closeConditional(conditional, path, model.compiled.printedParts(model.context), model)
}

/** A viewer whose flag is false still sees what the other branch shows. */
function adviceForFlag(conditional: Conditional, path: ContextPath, model: ModelOnTrial) {
  const tags = conditional.branches.map(({ tag }) => tag)
  const reading = tags.find((tag) =>
    testedPathsIn(plainCode(conditionOf(tag) ?? '', model.aliases)).some(
      (tested) => labelOf(tested) === labelOf(path),
    ),
  )
  return reading
    ? flagAdvice(path, null, reading, conditional, model)
    : adviceForKey(conditional, path, model)
}

function readsPath(part: Part, path: ContextPath, { aliases }: ModelOnTrial): boolean {
  return readPathsIn(part, aliases).some((read) => labelOf(read) === labelOf(path))
}

/** Whether a branch that was not taken uses the path, or its condition reads the path. */
function leavesOut(conditional: Conditional, path: ContextPath, model: ModelOnTrial): boolean {
  const { aliases, compiled, context } = model
  const taken = takenBranch(conditional, compiled.printedParts(context))
  return conditional.branches.some(
    (branch) =>
      branch !== taken &&
      (branch.content.some((part) => usesPath(part, path, aliases)) || readsPath(branch.tag, path, model)),
  )
}

function outermost(conditionals: readonly Conditional[]): readonly Conditional[] {
  const isWithin = (inner: Conditional, outer: Conditional) =>
    inner !== outer && startOf(outer) < startOf(inner) && inner.close.start < outer.close.start
  return conditionals.filter((each) => !conditionals.some((other) => isWithin(each, other)))
}

function stateOf(path: ContextPath, { context }: ModelOnTrial): string {
  const value = valueAt(context, path)
  return value === undefined ? 'is not in the security context' : `is ${JSON.stringify(value)}`
}

function adviceAt(part: Part | undefined, path: ContextPath): string {
  if (part && keywordOf(part) === 'for') {
    return `Write IN {{ safe_list(${expressionOf(path)}) }} with the macros of SAFE_MACROS, which is (NULL) for an empty list.`
  }
  return 'Keep the filter outside the condition, or let the other case return no rows, with 1 = 0.'
}
