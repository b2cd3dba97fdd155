/** The security context with another value at one path. */

import { isList, isObject, type JsonObject, type JsonValue } from './json'
import type { ContextPath } from './reference'

/** Any entry of a list. */
export const ENTRY = '[]'

/** The paths of all single values. An empty list counts as a list with an entry. */
export function leavesOf(value: JsonValue, path: ContextPath = []): readonly ContextPath[] {
  if (isList(value)) {
    if (value.length === 0) return [[...path, ENTRY]]
    return value.flatMap((entry, index) => leavesOf(entry, [...path, String(index)]))
  }
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
  return [path]
}

/** One path for all entries of a list: `['countries', '[]']`. */
export function pathPatternsOf(leaves: readonly ContextPath[]): readonly ContextPath[] {
  const patterns = leaves.map((path) => path.map((step) => (/^\d+$/.test(step) ? ENTRY : step)))
  return [...new Map(patterns.map((path) => [JSON.stringify(path), path])).values()]
}

/** The context with another value at a path. Missing objects on the way are created. */
export function withValueAt(
  context: JsonObject,
  path: ContextPath,
  other: (now: JsonValue | undefined) => JsonValue,
): JsonObject {
  return replacedIn(context, path, other) as JsonObject
}

function replacedIn(
  now: JsonValue | undefined,
  [step, ...innerSteps]: ContextPath,
  other: (now: JsonValue | undefined) => JsonValue,
): JsonValue {
  if (step === undefined) return other(now)
  if (isList(now) || step === ENTRY) {
    const entries = isList(now) && now.length > 0 ? now : [null]
    return entries.map((entry, index) =>
      step === ENTRY || step === String(index) ? replacedIn(entry, innerSteps, other) : entry,
    )
  }
  const fields = isObject(now) ? now : {}
  return {
    ...fields,
    [step]: replacedIn(Object.hasOwn(fields, step) ? fields[step] : undefined, innerSteps, other),
  }
}
