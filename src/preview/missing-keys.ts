import { type Aliases, conditionOf, neededIn, plainCode } from './expression'
import type { Found } from './finding'
import { isObject, type JsonObject } from './json'
import { isPath, type Site } from './model'
import { nearest } from './nearest'
import { type ContextPath, labelOf, valueAt } from './reference'
import type { Part } from './template'

/** What the model reads and the context does not have. */
export function missingKeysOf(
  sites: readonly Pick<Site, 'what' | 'offset'>[],
  parts: readonly Part[],
  aliases: Aliases,
  context: JsonObject,
): readonly Found[] {
  const isMissing = (path: ContextPath) => valueAt(context, path) === undefined
  const printed = sites.flatMap((site) => {
    const becomes = isPath(site.what) ? 'undefined' : 'null'
    return pathsAt(site, aliases)
      .filter(isMissing)
      .map((path) => missing(path, context, site.offset, becomes))
  })
  const tags = parts.filter(({ kind }) => kind === 'tag')
  const gone = tags
    .filter(({ code }) => /^\s*(for|set)\b/.test(code))
    .flatMap(({ code, start }) =>
      neededIn(plainCode(code, aliases))
        .filter(isMissing)
        .map((path) => missing(path, context, start, 'nothing')),
    )
  // A flag that is left out is false, and meant so; a misspelt one is not.
  const conditions = parts.flatMap((part) =>
    neededIn(plainCode(conditionOf(part) ?? '', aliases))
      .filter((path) => isMissing(path) && meant(path, context) !== undefined)
      .map((path) => missing(path, context, part.start, 'false')),
  )
  return [...printed, ...gone, ...conditions]
}

/** What is printed at a site, a condition in it left out. */
export function pathsAt({ what }: Pick<Site, 'what'>, aliases: Aliases): readonly ContextPath[] {
  return isPath(what) ? [what] : neededIn(outsideConditions(plainCode(what.code, aliases)))
}

function outsideConditions(code: string): string {
  return code.replace(/\bif\b.*?(\belse\b|$)/gs, '')
}

function missing(path: ContextPath, context: JsonObject, offset: number, becomes: string): Found {
  const key = meant(path, context)
  return {
    code: 'missing-key',
    offset,
    path: labelOf(path),
    message: `${labelOf(path)} is not in the security context, and ${BECOMES[becomes]}.`,
    advice: key === undefined ? 'Give it in the grant, or a default in the model.' : `Did you mean ${key}?`,
  }
}

const BECOMES: Readonly<Record<string, string>> = {
  undefined: "the SQL says 'undefined' in its place",
  null: 'Jinja prints null in its place, or refuses',
  nothing: 'the model goes on with nothing',
  false: 'the condition takes it for false',
}

/** The key beside the first one that is missing, and what comes after it. */
function meant(path: ContextPath, context: JsonObject): string | undefined {
  const depth = path.findIndex((_, index) => valueAt(context, path.slice(0, index + 1)) === undefined)
  const around = valueAt(context, path.slice(0, depth))
  const key = isObject(around) ? nearest(path[depth] ?? '', Object.keys(around)) : undefined
  return key === undefined ? undefined : labelOf([...path.slice(0, depth), key, ...path.slice(depth + 1)])
}
