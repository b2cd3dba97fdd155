import { type Aliases, conditionOf, plainCode, truthsIn } from './expression'
import type { Found } from './finding'
import { isList, isObject, type JsonObject, type JsonValue } from './json'
import { labelOf, valueAt } from './reference'
import type { Part } from './template'

/** Values that a condition takes for true or false, and are neither: every text is true, `"false"` too. */
export function conditionsOf(
  parts: readonly Part[],
  aliases: Aliases,
  context: JsonObject,
): readonly Found[] {
  return parts.flatMap((part) =>
    truthsIn(plainCode(conditionOf(part) ?? '', aliases)).flatMap((path) => {
      const value = valueAt(context, path)
      if (value === undefined || value === null || typeof value === 'boolean') return []
      const expression = `COMPILE_CONTEXT.securityContext.${labelOf(path)}`
      return {
        code: 'condition-not-boolean',
        offset: part.start,
        path: labelOf(path),
        message: `${labelOf(path)} is ${nameOf(value)}, and the condition takes it for ${isTruthy(value)}.`,
        advice: `Give true or false in the grant, and compare in the model: {% if ${expression} is true %}, or {% if ${expression} is defined %} where any value will do.`,
      }
    }),
  )
}

function nameOf(value: JsonValue): string {
  if (isList(value)) return 'a list'
  return isObject(value) ? 'an object' : JSON.stringify(value)
}

function isTruthy(value: JsonValue): boolean {
  if (isList(value)) return value.length > 0
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value)
}
