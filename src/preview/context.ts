/** The security context, one value exchanged. */

import { isList, isObject, type JsonObject, type JsonValue } from './json'
import type { ContextPath } from './reference'

/** Any entry of a list. */
export const ENTRY = '[]'

/** Where the single values are; an empty list counts as one that could hold any. */
export function leavesOf(value: JsonValue, path: ContextPath = []): readonly ContextPath[] {
  if (isList(value)) {
    if (value.length === 0) return [[...path, ENTRY]]
    return value.flatMap((one, index) => leavesOf(one, [...path, String(index)]))
  }
  if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
  return [path]
}

/** The same with every entry of a list alike: `['countries', '[]']`. */
export function kindsOf(leaves: readonly ContextPath[]): readonly ContextPath[] {
  const kinds = leaves.map((path) => path.map((step) => (/^\d+$/.test(step) ? ENTRY : step)))
  return [...new Map(kinds.map((path) => [JSON.stringify(path), path])).values()]
}

/** The context with another value at a path, which is made where it is missing. */
export function exchanged(
  context: JsonObject,
  path: ContextPath,
  other: (now: JsonValue | undefined) => JsonValue,
): JsonObject {
  return exchangedIn(context, path, other) as JsonObject
}

function exchangedIn(
  now: JsonValue | undefined,
  [step, ...rest]: ContextPath,
  other: (now: JsonValue | undefined) => JsonValue,
): JsonValue {
  if (step === undefined) return other(now)
  if (isList(now) || step === ENTRY) {
    const entries = isList(now) && now.length > 0 ? now : [null]
    return entries.map((one, index) =>
      step === ENTRY || step === String(index) ? exchangedIn(one, rest, other) : one,
    )
  }
  const own = isObject(now) ? now : {}
  return { ...own, [step]: exchangedIn(Object.hasOwn(own, step) ? own[step] : undefined, rest, other) }
}
