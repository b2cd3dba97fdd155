/**
 * Whether a filter is in the SQL only when a value of the security context is there.
 *
 * The model is compiled without the value and with the value. When the second SQL has a predicate that contains the
 * value, and the first has other rows in its place, the first SQL has a gap.
 */

import { nearest } from '../core/nearest'
import { leavesOf, withValueAt } from './context'
import { type Aliases, conditionOf, plainCode } from './expression'
import { isList, isObject, type JsonObject, type JsonValue } from './json'
import type { Compiled, TrialOutcome } from './model'
import { NUMBERS, WORDS } from './probes'
import { literalsIn, literalsOf, readPathsOf, trialValuesOf } from './read-paths'
import { type ContextPath, labelOf, referencesIn, valueAt } from './reference'
import { hasMarker, type SqlChange, sqlChangesBetween } from './sql-changes'
import type { Part } from './template'

export interface ModelOnTrial {
  readonly source: string
  readonly parts: readonly Part[]
  readonly aliases: Aliases
  readonly compiled: Compiled
  readonly context: JsonObject
}

/** A field whose SQL misses a predicate. */
export interface Gap {
  readonly field: string
  readonly change: SqlChange
}

/** Fields that miss a predicate with the value at an empty path. */
export function gapsWithoutValue(path: ContextPath, model: ModelOnTrial): readonly Gap[] {
  return gapsInTrials(
    [...trialsOfValue(path, model.context, model), ...trialsOfOtherValues(path, model)],
    model,
  )
}

/** Fields that miss a predicate with another value, because nothing is at the path that a condition reads. */
export function gapsWithoutFlag(path: ContextPath, model: ModelOnTrial): readonly Gap[] {
  const { context, parts, aliases } = model
  const used = readPathsOf(parts, aliases).filter((other) => !isEmpty(valueAt(context, other)))
  const trials = used.flatMap((other) =>
    [WORDS[0], NUMBERS[1]].flatMap((value) => {
      const without = withValueAt(context, other, () => value)
      return [true, ...literalsOf(parts)].map(
        (flag): Trial => ({
          without,
          given: withValueAt(without, path, () => flag),
          marker: String(value),
          isBroad: true,
        }),
      )
    }),
  )
  return gapsInTrials(trials, model)
}

/**
 * Fields without any value of the context, which miss a predicate because of the value at the path: the text `"7"` for
 * `{% if id is number %}`, or `"Tenant"` for `{% if role == "tenant" %}`.
 */
export function gapsOfUnnamedValue(path: ContextPath, model: ModelOnTrial): readonly Gap[] {
  const { context, parts, aliases } = model
  const isDecided = parts.some((part) =>
    referencesIn(plainCode(conditionOf(part) ?? '', aliases)).some(
      (read) => labelOf(read.path) === labelOf(path),
    ),
  )
  const values = [valueAt(context, path)].flat()
  if (!isDecided || values.some((value) => literalsIn(parts).includes(value as string | number))) return []
  // Another role may see every row on purpose. A role with a similar name is probably misspelt.
  const names = ['true', 'false', ...literalsIn(parts).map(String)]
  const isMisspelt = values.some((value) => nearest(String(value), names) !== undefined)
  const gaps = [
    ...gapsInTrials(trialsOfValue(path, context, model), model),
    ...(isMisspelt ? gapsWithoutFlag(path, model) : []),
  ]
  return gaps.filter(({ field }) => !hasValue(field, path, model))
}

/** Whether the SQL of a field contains a value of another path. */
function hasValue(
  field: string,
  path: ContextPath,
  { compiled, context, parts, aliases }: ModelOnTrial,
): boolean {
  const others = readPathsOf(parts, aliases).filter((other) => labelOf(other) !== labelOf(path))
  return others.some((other) =>
    [WORDS[0], NUMBERS[1]].some((value) => {
      const outcome = compiled.compileWith(withValueAt(context, other, () => value))
      const text = typeof outcome === 'object' && outcome.texts.find((each) => each.field === field)?.text
      return text ? text.includes(String(value)) : false
    }),
  )
}

/** The SQL fields that would lose a condition if the context did not have the value at the path. */
export function gapsIfMissing(path: ContextPath, model: ModelOnTrial): readonly Gap[] {
  return gapsInTrials(
    trialsOfValue(
      path,
      withValueAt(model.context, path, () => null),
      model,
    ),
    model,
  )
}

/**
 * Fields that miss a predicate although the value is there, because a macro of `SAFE_MACROS` prints NULL for it: a list for
 * `safe_text`, or a text with a NUL.
 */
export function gapsOfRefusedValue(path: ContextPath, model: ModelOnTrial): readonly Gap[] {
  const { compiled, context } = model
  const [given, without] = [context, withValueAt(context, path, () => null)].map(compiled.compileWith)
  if (typeof given !== 'object' || typeof without !== 'object') return []
  const textOf = (outcome: typeof given, name: string) =>
    outcome.texts.find(({ field }) => field === name)?.text
  return gapsIfMissing(path, model).filter(({ field }) => textOf(given, field) === textOf(without, field))
}

/** Everything that a condition takes for false. */
export function isEmpty(value: JsonValue | undefined): boolean {
  if (isList(value)) return value.length === 0
  return isObject(value) ? Object.keys(value).length === 0 : !value
}

/** Two contexts. The second has one value more, and the marker shows where the value went. */
interface Trial {
  readonly without: JsonObject
  readonly given: JsonObject
  readonly marker: string
  /** The second context has other values too. Then SQL that another value already filters is not a gap. */
  readonly isBroad: boolean
}

function trialsOfValue(path: ContextPath, context: JsonObject, model: ModelOnTrial): readonly Trial[] {
  return trialValuesOf(path, model.parts, model.aliases).map(({ value, marker }) => ({
    without: context,
    given: withValueAt(context, path, () => value),
    marker,
    isBroad: false,
  }))
}

/**
 * The branch may depend on several empty values: each gets one of the values that the conditions compare with. A flag
 * that is false stays false.
 */
function trialsOfOtherValues(path: ContextPath, model: ModelOnTrial): readonly Trial[] {
  const { context, parts, aliases } = model
  const empty = readPathsOf(parts, aliases)
    .filter((other) => isEmpty(valueAt(context, other)))
    .filter((other) => labelOf(other) === labelOf(path) || valueAt(context, other) !== false)
  if (empty.length < 2) return []
  return [true, ...literalsOf(parts)].flatMap((filler) => {
    const filled = empty.reduce((base, other) => withValueAt(base, other, () => filler), context)
    return trialsOfValue(path, filled, model)
      .filter(({ marker }) => marker !== String(filler))
      .map((trial) => ({ ...trial, without: context, isBroad: true }))
  })
}

function gapsInTrials(trials: readonly Trial[], { compiled, context }: ModelOnTrial): readonly Gap[] {
  const values = leavesOf(context).map((path) => String(valueAt(context, path)))
  const gaps = trials.flatMap(({ without, given, marker, isBroad }) => {
    const all = gapsBetween(compiled.compileWith(without), compiled.compileWith(given), marker)
    return isBroad ? all.filter(({ change }) => !isFilteredBy(values, change)) : all
  })
  return [...new Map(gaps.map((gap) => [gap.field, gap])).values()]
}

function isFilteredBy(values: readonly string[], { removed }: SqlChange): boolean {
  const texts = removed.map(({ text }) => text.replace(/^(["'`])(.*)\1$/s, '$2'))
  return values.some((value) => value !== '' && texts.includes(value))
}

function gapsBetween(without: TrialOutcome, given: TrialOutcome, marker: string): readonly Gap[] {
  if (typeof without !== 'object' || typeof given !== 'object') return []
  return given.texts.flatMap(({ field, isSql, text }) => {
    const before = without.texts.find((other) => other.field === field)
    if (!isSql || !before || before.text === text) return []
    const changes = sqlChangesBetween(before.text, text, marker)
    return changes.filter((change) => isGap(change, marker)).map((change) => ({ field, change }))
  })
}

/** Only a value, such as `'undefined'` in place of `'acme'`, is not a predicate. A column in its place is. */
function isGap({ added, removesNoRows, matchesAnyRow }: SqlChange, marker: string): boolean {
  // A list that is printed as it is adds brackets and commas.
  const isPredicate =
    matchesAnyRow || added.some((token) => !hasMarker(token, marker) && !/^[[\](),.]$/.test(token.text))
  return isPredicate && added.some((token) => hasMarker(token, marker)) && !removesNoRows
}
