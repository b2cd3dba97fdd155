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

const METHOD = String.raw`\s*\.\s*(?:unsafeValue\s*\(\s*\)|(?:filter|requiredFilter)\s*\(\s*(?:"[^"{}]*"|'[^'{}]*'|\`[^\`{}]*\`)\s*\))`

/** The reference that stands between two braces, and nothing beside it. */
export const IN_BRACES = String.raw`\{\s*(?:${ROOT}(?:${STEP})*|(?<![\w.])SECURITY_CONTEXT(?:${STEP})+?${METHOD})\s*\}`

/** How the service puts the value of a reference in braces into the SQL. */
export type BraceUse =
  /** As it is. */
  | { readonly kind: 'raw' }
  /** Cube's older form: `column = value` with a bound value, and `1 = 1` without a value. */
  | { readonly kind: 'filter'; readonly column: string }
  /** The same, but the query fails without a value. */
  | { readonly kind: 'required-filter'; readonly column: string }
  /** The value of a filter, or a condition, in an access policy. */
  | { readonly kind: 'policy' }

export interface BracedReference extends Reference {
  readonly use: BraceUse
}

/** The references in single braces of a text. */
export function bracedReferencesIn(text: string): readonly BracedReference[] {
  return [...text.matchAll(new RegExp(IN_BRACES, 'g'))].map(({ 0: braced, index }) => {
    const steps = new RegExp(
      `^\\{\\s*(?:${ROOT}((?:${STEP})*)|SECURITY_CONTEXT((?:${STEP})+?)(${METHOD}))\\s*\\}$`,
    )
    const [, compiled, older, method = ''] = steps.exec(braced) ?? []
    return {
      path: stepsOf(compiled ?? older ?? ''),
      use: useOf(method),
      start: index,
      end: index + braced.length,
    }
  })
}

const IN_POLICY = String.raw`\{\s*(?:!\s*|not\s+)?(?:securityContext|security_context)((?:${STEP})+)\s*\}`

/** The references in a text of an access policy, which has two more names for the security context. */
export function policyReferencesIn(text: string): readonly BracedReference[] {
  const named = [...text.matchAll(new RegExp(IN_POLICY, 'g'))].map(
    ({ 0: braced, 1: steps = '', index }): BracedReference => ({
      path: stepsOf(steps),
      use: { kind: 'policy' },
      start: index,
      end: index + braced.length,
    }),
  )
  return [...named, ...bracedReferencesIn(text)].sort((a, b) => a.start - b.start)
}

function useOf(method: string): BraceUse {
  const [, name, column = ''] = /(filter|requiredFilter)\s*\(\s*["'`](.*)["'`]/s.exec(method) ?? []
  if (name === undefined) return { kind: 'raw' }
  return { kind: name === 'filter' ? 'filter' : 'required-filter', column }
}

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

/** What a model writes for the path: `COMPILE_CONTEXT.securityContext.org.id`. */
export function expressionOf(path: ContextPath): string {
  const [direct, ...ofEntries] = splitAtEntries(path)
  const expression = `COMPILE_CONTEXT.securityContext${stepsAsText(direct ?? [])}`
  const fields = ofEntries.flat()
  return fields.length > 0 ? `${expression} | map(attribute="${fields.join('.')}") | list` : expression
}

/** A list is meant as a whole, and a field of its entries is read from all entries. */
function splitAtEntries(path: ContextPath): readonly ContextPath[] {
  const groups: string[][] = [[]]
  for (const step of path) {
    if (step === '[]') groups.push([])
    else groups.at(-1)?.push(step)
  }
  return groups
}

function stepsAsText(path: ContextPath): string {
  return path
    .map((step) => {
      if (/^\d+$/.test(step)) return `[${step}]`
      return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
    })
    .join('')
}
