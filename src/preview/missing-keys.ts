import { type Aliases, conditionOf, neededIn, plainCode } from './expression'
import type { Found } from './finding'
import { isObject, type JsonObject } from './json'
import { isPath, type Site } from './model'
import { nearest } from './nearest'
import { type BraceUse, type ContextPath, labelOf, valueAt } from './reference'
import type { Part } from './template'

type MissingAt = Pick<Site, 'what' | 'offset' | 'use' | 'printedWith'>

/** What the model reads and the context does not have. */
export function missingKeysOf(
  sites: readonly MissingAt[],
  parts: readonly Part[],
  aliases: Aliases,
  context: JsonObject,
): readonly Found[] {
  const isMissing = (path: ContextPath) => valueAt(context, path) === undefined
  const printed = sites.flatMap((site) =>
    pathsAt(site, aliases)
      .filter(isMissing)
      .map((path) => missing(path, context, site.offset, becomesAt(site, path, context))),
  )
  const tags = parts.filter(({ kind }) => kind === 'tag')
  const gone = tags
    .filter(({ code }) => /^\s*(for|set)\b/.test(code))
    .flatMap(({ code, start }) =>
      neededIn(plainCode(code, aliases))
        .filter(isMissing)
        .map((path) => missing(path, context, start, 'the model goes on with nothing')),
    )
  // A flag that is left out is false, and meant so; a misspelt one is not.
  const conditions = parts.flatMap((part) =>
    neededIn(plainCode(conditionOf(part) ?? '', aliases))
      .filter((path) => isMissing(path) && meant(path, context) !== undefined)
      .map((path) => missing(path, context, part.start, 'the condition takes it for false')),
  )
  return [...printed, ...gone, ...conditions]
}

/** What is printed at a site. A value that an inline condition of the site checks first is not. */
export function pathsAt({ what }: Pick<Site, 'what'>, aliases: Aliases): readonly ContextPath[] {
  if (isPath(what)) return [what]
  const checked = neededIn(plainCode(conditionOf(what) ?? '', aliases)).map(labelOf)
  const printed = neededIn(outsideConditions(plainCode(what.code, aliases)))
  return printed.filter((path) => !checked.includes(labelOf(path)))
}

function outsideConditions(code: string): string {
  return code.replace(/\bif\b.*?(\belse\b|$)/gs, '')
}

/** @param becomes what happens in place of the value */
function missing(path: ContextPath, context: JsonObject, offset: number, becomes: string): Found {
  const key = meant(path, context)
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
  raw: "the SQL says 'undefined' in its place",
  filter: 'the SQL says 1 = 1 in place of the filter',
  'required-filter': 'the query fails',
  policy: 'the access policy has no value to compare with',
}

/** `org` for `org.id`, where there is no `org`. */
function missingPart(path: ContextPath, context: JsonObject): ContextPath {
  return path.slice(0, depthOf(path, context) + 1)
}

function depthOf(path: ContextPath, context: JsonObject): number {
  return path.findIndex((_, index) => valueAt(context, path.slice(0, index + 1)) === undefined)
}

/** The key beside the first one that is missing, and what comes after it. */
function meant(path: ContextPath, context: JsonObject): string | undefined {
  const depth = depthOf(path, context)
  const around = valueAt(context, path.slice(0, depth))
  const key = isObject(around) ? nearest(path[depth] ?? '', Object.keys(around)) : undefined
  return key === undefined ? undefined : labelOf([...path.slice(0, depth), key, ...path.slice(depth + 1)])
}
