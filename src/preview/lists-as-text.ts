import { type Aliases, plainCode, wholeReference } from './expression'
import type { LocatedFinding } from './finding'
import { isList, isObject, type JsonObject } from './json'
import { type InsertionPoint, isPath } from './model'
import { expressionOf, labelOf, valueAt } from './reference'

/** Lists and objects that are printed as if they were one value. */
export function listsAsTextOf(
  insertionPoints: readonly Pick<InsertionPoint, 'what' | 'offset' | 'use'>[],
  aliases: Aliases,
  context: JsonObject,
): readonly LocatedFinding[] {
  return insertionPoints.flatMap(({ what, offset, use }) => {
    // The filter of an access policy takes lists.
    if (use?.kind === 'policy') return []
    const path = isPath(what) ? what : wholeReference(plainCode(what.code, aliases))
    const value = path && valueAt(context, path)
    if (!path || !(isList(value) || isObject(value))) return []
    const label = labelOf(path)
    const becomes = isPath(what) ? String(value) : JSON.stringify(value)
    return {
      code: 'list-as-text',
      offset,
      path: label,
      message: `${label} is ${isList(value) ? 'a list' : 'an object'} and becomes one text: '${becomes}'.`,
      advice: isList(value)
        ? `Write IN {{ safe_list(${expressionOf(path)}) }} with the macros of SAFE_MACROS.`
        : 'Name the key in it that is meant.',
    }
  })
}
