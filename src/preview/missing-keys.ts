import { nearest } from '../core/nearest'
import { type Aliases, conditionOf, plainCode, requiredPathsIn } from './expression'
import type { LocatedFinding } from './finding'
import { isObject, type JsonObject } from './json'
import { type InsertionPoint, isPath } from './model'
import { type BraceUse, type ContextPath, labelOf, referencesIn, valueAt } from './reference'
import type { Part } from './template'

type MissingAt = Pick<InsertionPoint, 'what' | 'offset' | 'use' | 'printedWith'>

/** Paths that the model reads and the context does not contain. */
export function missingKeysOf(
  insertionPoints: readonly MissingAt[],
  parts: readonly Part[],
  aliases: Aliases,
  context: JsonObject,
): readonly LocatedFinding[] {
  const isMissing = (path: ContextPath) => valueAt(context, path) === undefined
  const printed = insertionPoints.flatMap((point) =>
    pathsAt(point, aliases)
      .filter(isMissing)
      .map((path) => missing(path, context, point.offset, becomesAt(point, path, context))),
  )
  const tags = parts.filter(({ kind }) => kind === 'tag')
  const missingInTags = tags
    .filter(({ code }) => /^\s*(for|set)\b/.test(code))
    .flatMap(({ code, start }) =>
      requiredPathsIn(plainCode(code, aliases))
        .filter(isMissing)
        .map((path) => missing(path, context, start, 'the model goes on with nothing')),
    )
  // A missing flag counts as false. A flag with a similar key in the context is probably misspelt.
  const conditions = parts.flatMap((part) =>
    requiredPathsIn(plainCode(conditionOf(part) ?? '', aliases))
      .filter((path) => isMissing(path) && similarPath(path, context) !== undefined)
      .map((path) => missing(path, context, part.start, 'the condition takes it for false')),
  )
  return [...printed, ...missingInTags, ...conditions]
}

/** Conditions that read through a missing object, which Jinja refuses. */
export function brokenConditionsOf(
  parts: readonly Part[],
  aliases: Aliases,
  context: JsonObject,
): readonly LocatedFinding[] {
  return parts.flatMap((part) =>
    referencesIn(plainCode(conditionOf(part) ?? '', aliases))
      .map(({ path }) => path)
      .filter(
        (path) => valueAt(context, path) === undefined && missingPart(path, context).length < path.length,
      )
      // A condition with a misspelt path is a finding already.
      .filter((path) => similarPath(path, context) === undefined)
      .map((path) => missing(path, context, part.start, 'Jinja refuses the model')),
  )
}

/** The paths that a point prints. A value that an inline condition of the point checks first is not included. */
export function pathsAt({ what }: Pick<InsertionPoint, 'what'>, aliases: Aliases): readonly ContextPath[] {
  if (isPath(what)) return [what]
  const checked = requiredPathsIn(plainCode(conditionOf(what) ?? '', aliases)).map(labelOf)
  const printed = requiredPathsIn(outsideConditions(plainCode(what.code, aliases)))
  return printed.filter((path) => !checked.includes(labelOf(path)))
}

function outsideConditions(code: string): string {
  return code.replace(/\bif\b.*?(\belse\b|$)/gs, '')
}

/** @param becomes what happens in place of the value */
function missing(path: ContextPath, context: JsonObject, offset: number, becomes: string): LocatedFinding {
  const key = similarPath(path, context)
  return {
    code: 'missing-key',
    offset,
    path: labelOf(path),
    message: `${labelOf(missingPart(path, context))} is not in the security context, and ${becomes}.`,
    advice: key === undefined ? 'Give it in the grant, or a default in the model.' : `Did you mean ${key}?`,
  }
}

/** What a place prints, or does, when the value is missing. */
function becomesAt({ what, use, printedWith }: MissingAt, path: ContextPath, context: JsonObject): string {
  if (!isPath(what)) {
    const printed = printedWith(context)
    const isRefused = printed === undefined
    return isRefused ? 'Jinja refuses the model' : `Jinja prints ${printed.trim() || 'nothing'} in its place`
  }
  const parent = missingPart(path, context)
  if (parent.length === path.length) return BECOMES[use?.kind ?? 'raw']
  return `the service cannot read ${labelOf(path.slice(parent.length))} from it: the model does not compile`
}

const BECOMES: Readonly<Record<BraceUse['kind'], string>> = {
  raw: "the SQL contains 'undefined' in its place",
  filter: 'the SQL contains 1 = 1 in place of the filter',
  'required-filter': 'the query fails',
  policy: 'the access policy has no value to compare with',
}

/** `org` for `org.id`, when the context does not contain `org`. */
function missingPart(path: ContextPath, context: JsonObject): ContextPath {
  return path.slice(0, depthOf(path, context) + 1)
}

function depthOf(path: ContextPath, context: JsonObject): number {
  return path.findIndex((_, index) => valueAt(context, path.slice(0, index + 1)) === undefined)
}

/** The path with a similar key in place of the first missing key. */
function similarPath(path: ContextPath, context: JsonObject): string | undefined {
  const depth = depthOf(path, context)
  const around = valueAt(context, path.slice(0, depth))
  const key = isObject(around) ? nearest(path[depth] ?? '', Object.keys(around)) : undefined
  return key === undefined ? undefined : labelOf([...path.slice(0, depth), key, ...path.slice(depth + 1)])
}
