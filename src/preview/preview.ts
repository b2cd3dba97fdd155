/**
 * The preview of a data model, step by step. Each step is one file.
 *
 * 1. `template.ts` cuts the model where Jinja starts and ends, and `conditional.ts` finds the branches.
 * 2. `push-rules.ts` reads the raw file as YAML, as Embeddable's push does.
 * 3. `model.ts` compiles the model: `jinja.ts` renders, `document.ts` reads the YAML and fills in the single braces.
 *    `marks.ts` remembers which part of the model each stretch of the rendered text came from.
 * 4. Each place that prints a value is an **insertion point**. The model can be compiled again with another context at
 *    one insertion point, or everywhere. A **trial** is such a compilation, and its result is an **outcome**.
 * 5. `trace.ts` replaces each value with a sentinel to find out which characters of the SQL are values.
 * 6. `injection.ts` replaces each value with harmless words and then with hostile values (`probes.ts`). When the
 *    **structure** of the SQL changes (`sql-tokens.ts`: the tokens without the values of literals), the value is an
 *    **attack**.
 * 7. `filters-left-out.ts` compares the SQL without a value and with the value (`filter-trials.ts`, `sql-changes.ts`).
 *    A predicate that appears only with the value is a **gap**, unless the SQL without it selects no rows.
 * 8. `conditions.ts` reports conditions on values that are neither true nor false. The advice depends on the branches:
 *    `close-branch.ts` for a key that a branch prints, `flag-advice.ts` for a flag that only decides.
 * 9. `missing-keys.ts`, `lists-as-text.ts`, `folded-comments.ts` and `unread.ts` report the other faults.
 * 10. A finding may propose a changed model. A property test runs the changed models on databases: they never show more
 *     rows than the model did.
 */

import { ToolError } from '../core/tool-error'
import { conditionsOf } from './conditions'
import { leavesOf, pathPatternsOf } from './context'
import { aliasesOf } from './expression'
import { emptyPolicyFiltersOf, leftOutFiltersOf } from './filters-left-out'
import type { Finding, LocatedFinding } from './finding'
import { foldedCommentsOf } from './folded-comments'
import { injectionsOf } from './injection'
import { isObject, type JsonObject } from './json'
import { listsAsTextOf } from './lists-as-text'
import { brokenConditionsOf, missingKeysOf, pathsAt } from './missing-keys'
import { type Compiled, createModel } from './model'
import { loadPeers } from './peers'
import { type Place, placeOf } from './place'
import { pushRefusalsOf } from './push-rules'
import { labelOf, valueAt } from './reference'
import { type Trace, tracesOf } from './trace'
import { notFollowedIn } from './unread'

/** The SQL of a model with one security context, and the findings. */
export interface Preview {
  /** The SQL of each cube, and other texts with a value. Empty when the model refuses the context. */
  readonly sql: readonly CompiledSql[]
  /** The faults, in the order of the model. */
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
  /** After its last character. */
  readonly end: number
}

/**
 * Compiles an Embeddable data model with a security context and reports faults: values that can change the SQL, filters
 * that are left out, missing keys, and lists and flags that the model misunderstands. Sends nothing.
 *
 * The result contains the values of the security context.
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
  // Plain JSON, as the token contains it.
  const context = JSON.parse(JSON.stringify(securityContext)) as JsonObject
  const peers = await loadPeers()
  const { parts, compile } = createModel(model, peers)
  const refused = pushRefusalsOf(model, peers)
  const aliases = aliasesOf(parts)
  const inOrder = (findings: readonly LocatedFinding[]) =>
    [...findings].sort((a, b) => a.offset - b.offset).map((finding) => placed(finding, model))

  const compiled = attempt(() => compile(context))
  if (compiled instanceof ToolError) {
    // The usual reason is a missing value.
    const printing = parts.filter(({ kind }) => kind === 'output')
    const insertionPoints = printing.map((part) => ({
      what: part,
      offset: part.start,
      printedWith: () => undefined,
    }))
    const missing = [
      ...missingKeysOf(insertionPoints, parts, aliases, context),
      ...brokenConditionsOf(parts, aliases, context),
    ]
    const unread = notFollowedIn([], parts, aliases)
    if (missing.length + unread.length === 0) throw compiled
    return { sql: [], findings: inOrder([...refused, ...missing, ...unread]) }
  }

  const { insertionPoints } = compiled
  const onTrial = { source: model, parts, aliases, compiled, context }
  const paths = pathPatternsOf(leavesOf(context))
  const absent = insertionPoints
    .flatMap((point) => pathsAt(point, aliases))
    .filter((path) => valueAt(context, path) === undefined)
  return {
    sql: compiledSql(model, compiled, tracesOf(compiled, paths, context)),
    findings: inOrder([
      ...injectionsOf(compiled, pathPatternsOf([...paths, ...absent]), context, model),
      ...missingKeysOf(insertionPoints, parts, aliases, context),
      ...listsAsTextOf(insertionPoints, aliases, context),
      ...conditionsOf(onTrial),
      ...leftOutFiltersOf(onTrial),
      ...emptyPolicyFiltersOf(insertionPoints, context),
      ...foldedCommentsOf(model, compiled.foldedComments),
      ...notFollowedIn(compiled.unread, parts, aliases),
      ...refused,
    ]),
  }
}

/** The SQL of cubes, and every text that contains a value of the security context. */
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

/** Without a value, only the SQL of a whole cube is shown. */
const IS_TABLE = /^[^.]+\.sql(_table)?$/

function placed({ offset, code, ...details }: LocatedFinding, model: string): Finding {
  return { code, at: placeOf(model, offset), ...details }
}

function attempt<T>(run: () => T): T | ToolError {
  try {
    return run()
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}
