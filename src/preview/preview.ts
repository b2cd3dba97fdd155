import { ToolError } from '../core/tool-error'
import { conditionsOf } from './conditions'
import { kindsOf, leavesOf } from './context'
import { aliasesOf } from './expression'
import { emptyPolicyFiltersOf, leftOutFiltersOf } from './filters-left-out'
import type { Finding, Found } from './finding'
import { foldedCommentsOf } from './folded-comments'
import { injectionsOf } from './injection'
import { isObject, type JsonObject } from './json'
import { listsAsTextOf } from './lists-as-text'
import { missingKeysOf, pathsAt } from './missing-keys'
import { type Compiled, createModel } from './model'
import { loadPeers } from './peers'
import { type Place, placeOf } from './place'
import { pushRefusalsOf } from './push-rules'
import { labelOf, valueAt } from './reference'
import { type Trace, tracesOf } from './trace'
import { notFollowedIn } from './unread'

/** What a model compiles to with one security context, and what was found in it. */
export interface Preview {
  /** The SQL of every cube, and whatever else has a value in it; none when the model refuses the context. */
  readonly sql: readonly CompiledSql[]
  /** In the order of the model. */
  readonly findings: readonly Finding[]
}

/** The SQL of one field of a model, and which of its characters came from the security context. */
export interface CompiledSql {
  /** `orders.sql`, or `orders.dimensions.id.sql`. */
  readonly field: string
  /** In the model. */
  readonly at: Place
  /** The SQL, with the values in it. */
  readonly text: string
  /** Which characters of the text came from the security context, and from where in it. */
  readonly values: readonly ContextValue[]
}

/** A stretch of compiled SQL, by its characters, and the path in the security context that it came from. */
export interface ContextValue {
  /** In the security context: `orgId`. */
  readonly path: string
  /** The first of its characters, from 0. */
  readonly start: number
  /** The one after its last. */
  readonly end: number
}

/**
 * Shows what a security context compiles to in an Embeddable data model, and what is wrong with it: values that can
 * change the SQL, keys that are missing, lists and flags that are not what the model takes them for.
 *
 * What it returns has the values of the security context in it.
 *
 * @throws {ToolError} `peer-missing`, `model-invalid`, `option-invalid`
 * @example
 * const { sql, findings } = await previewSecurityContext(await readFile('orders.cube.yml', 'utf8'), { orgId: 7 })
 */
export async function previewSecurityContext(model: string, securityContext: JsonObject): Promise<Preview> {
  if (typeof model !== 'string') throw new ToolError('option-invalid', 'model is not the text of a model.')
  if (!isObject(securityContext)) {
    throw new ToolError('option-invalid', 'securityContext is not an object: give { orgId: 7 }, say.')
  }
  // Plain, as it comes out of the token.
  const context = JSON.parse(JSON.stringify(securityContext)) as JsonObject
  const peers = await loadPeers()
  const { parts, compile } = createModel(model, peers)
  const refused = pushRefusalsOf(model, peers)
  const aliases = aliasesOf(parts)
  const inOrder = (found: readonly Found[]) =>
    [...found].sort((a, b) => a.offset - b.offset).map((one) => placed(one, model))

  const compiled = attempt(() => compile(context))
  if (compiled instanceof ToolError) {
    // Most often Jinja refuses what is not there.
    const printing = parts.filter(({ kind }) => kind === 'output')
    const sites = printing.map((part) => ({ what: part, offset: part.start, printedWith: () => undefined }))
    const missing = missingKeysOf(sites, parts, aliases, context)
    const unread = notFollowedIn([], parts, aliases)
    if (missing.length + unread.length === 0) throw compiled
    return { sql: [], findings: inOrder([...refused, ...missing, ...unread]) }
  }

  const { sites } = compiled
  const onTrial = { source: model, parts, aliases, compiled, context }
  const kinds = kindsOf(leavesOf(context))
  const absent = sites
    .flatMap((site) => pathsAt(site, aliases))
    .filter((path) => valueAt(context, path) === undefined)
  return {
    sql: compiledSql(model, compiled, tracesOf(compiled, kinds, context)),
    findings: inOrder([
      ...injectionsOf(compiled, kindsOf([...kinds, ...absent]), context, model),
      ...missingKeysOf(sites, parts, aliases, context),
      ...listsAsTextOf(sites, aliases, context),
      ...conditionsOf(onTrial),
      ...leftOutFiltersOf(onTrial),
      ...emptyPolicyFiltersOf(sites, context),
      ...foldedCommentsOf(model, compiled.foldedComments),
      ...notFollowedIn(compiled.unread, parts, aliases),
      ...refused,
    ]),
  }
}

/** SQL, and what else has something of the security context in it. */
function compiledSql(
  model: string,
  { texts, offsetOf }: Compiled,
  traces: readonly (readonly Trace[])[],
): readonly CompiledSql[] {
  return texts.flatMap((text, index) => {
    const values = (traces[index] ?? []).map(({ path, start, end }) => ({ path: labelOf(path), start, end }))
    const { field, isSql, text: compiled } = text
    if (values.length === 0 && !(isSql && IS_TABLE.test(field))) return []
    return { field, at: placeOf(model, offsetOf(text)), text: compiled, values }
  })
}

/** Of the SQL without a value, that of a whole cube. */
const IS_TABLE = /^[^.]+\.sql(_table)?$/

function placed({ offset, code, ...rest }: Found, model: string): Finding {
  return { code, at: placeOf(model, offset), ...rest }
}

function attempt<T>(run: () => T): T | ToolError {
  try {
    return run()
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}
