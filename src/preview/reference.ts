/** Where an expression reads the security context. */

import { isList, isObject, type JsonObject, type JsonValue } from './json'

/** From the security context down: `['org', 'id']`. */
export type ContextPath = readonly string[]

export interface Reference {
  readonly path: ContextPath
  /** Within the text that was searched. */
  readonly start: number
  readonly end: number
}

const STEP = String.raw`\s*\.\s*[A-Za-z_]\w*|\s*\[\s*(?:"[^"]*"|'[^']*'|\d+)\s*\]`
const ROOT = String.raw`(?<![\w.])COMPILE_CONTEXT(?:\s*\.\s*securityContext\b|\s*\[\s*["']securityContext["']\s*\])`

/** The reference that stands between two braces, and nothing beside it. */
export const IN_BRACES = String.raw`\{\s*(${ROOT}(?:${STEP})*)\s*\}`

export function referencesIn(text: string): readonly Reference[] {
  return [...text.matchAll(new RegExp(`${ROOT}((?:${STEP})*)`, 'g'))].map((found) => ({
    path: stepsOf(found[1] ?? ''),
    start: found.index,
    end: found.index + found[0].length,
  }))
}

function stepsOf(text: string): ContextPath {
  return [...text.matchAll(/\.\s*(\w+)|\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]/g)].map(
    ([, name, double, single, index]) => name ?? double ?? single ?? index ?? '',
  )
}

export function valueAt(context: JsonObject, path: ContextPath): JsonValue | undefined {
  let value: JsonValue | undefined = context
  for (const step of path) {
    if (isList(value)) value = value[Number(step)]
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step]
    else return undefined
  }
  return value
}

/** `countries[]`, `teams[].id`: every entry of a list goes the same way. */
export function labelOf(path: ContextPath): string {
  return path
    .map((step, index) => {
      if (/^(\d+|\[\])$/.test(step)) return '[]'
      if (/^[A-Za-z_]\w*$/.test(step)) return index === 0 ? step : `.${step}`
      return `[${JSON.stringify(step)}]`
    })
    .join('')
}
