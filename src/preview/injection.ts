/**
 * Where a value can change the SQL.
 *
 * The check does not search for dangerous text. At each insertion point it replaces each value with harmless words and
 * then with hostile values, and compares the structure of the SQL. A model that escapes, checks or refuses well has no
 * finding, however it is written. Each finding contains a value that changes the SQL.
 */

import { ENTRY, withValueAt } from './context'
import { adviceOf, codeOf, messageOf } from './describe-injection'
import { wholeReference } from './expression'
import type { LocatedFinding } from './finding'
import { createFingerprint } from './fingerprint'
import { fixInjection, nullMayShowRows } from './fix-injection'
import type { JsonObject } from './json'
import { type Compiled, type InsertionPoint, isPath, type Outcome } from './model'
import { CLEAREST, NUMBERS, PROBES, WORDS } from './probes'
import { type ContextPath, labelOf, valueAt } from './reference'
import { type Backslash, structureOf } from './sql-tokens'

export function injectionsOf(
  { insertionPoints, compileWith }: Pick<Compiled, 'insertionPoints' | 'compileWith'>,
  paths: readonly ContextPath[],
  context: JsonObject,
  source = '',
): readonly LocatedFinding[] {
  const fingerprintOf = createFingerprint()
  return paths.flatMap((path) => {
    const withValue = (value: string | number) => withValueAt(context, path, () => value)
    const trials: Trials = {
      harmless: [WORDS.map(withValue), NUMBERS.map(withValue), [context, context]],
      probes: PROBES.map((value) => ({ value, context: withValue(value) })),
      fingerprintOf,
    }
    // In most models no value at this path changes the SQL anywhere.
    if (!attackOn({ compileWith }, trials)) return []
    return insertionPoints.flatMap((point) => {
      const attack = attackOn(point, trials, path)
      return attack ? [describeAttack(point, path, attack, context, source)] : []
    })
  })
}

interface Trials {
  /** Pairs of contexts. The first pair that the model accepts is used. */
  readonly harmless: readonly (readonly JsonObject[])[]
  readonly probes: readonly Probe[]
  readonly fingerprintOf: ReturnType<typeof createFingerprint>
}

interface Probe {
  readonly value: string
  readonly context: JsonObject
}

interface Attack {
  readonly value: string
  readonly jsonText: string | undefined
  readonly backslash: Backslash
  readonly before: Outcome
  readonly after: Outcome | 'broken'
}

/**
 * A value that changes the SQL. Databases in which a backslash is an ordinary character come first, and values that keep
 * the YAML as it is are preferred.
 */
function attackOn(point: TriedPoint, trials: Trials, path: ContextPath = []): Attack | undefined {
  const { before, other, jsonText } = harmlessOutcomes(point, trials) ?? {}
  if (!before || !other) return undefined
  const mayHoldValue = (index: number) => before.texts[index]?.text !== other.texts[index]?.text
  const clearest = CLEAREST[codeOf(before, jsonText, path)]
  const probes = [...trials.probes].sort(
    (a, b) => Number(b.value === clearest) - Number(a.value === clearest),
  )
  for (const backslash of BACKSLASHES) {
    const fingerprint = trials.fingerprintOf(before, backslash, mayHoldValue)
    let onYaml: Attack | undefined
    for (const { value, context } of probes) {
      const after = point.compileWith(context)
      if (after === 'unreached') continue
      const attack = { value, backslash, jsonText, before, after }
      if (changesYaml(attack)) onYaml ??= attack
      else if (after !== 'broken' && trials.fingerprintOf(after, backslash, mayHoldValue) !== fingerprint)
        return attack
    }
    if (onYaml) return onYaml
  }
  return undefined
}

const BACKSLASHES: readonly Backslash[] = ['plain', 'escape']

type TriedPoint = Pick<InsertionPoint, 'compileWith'> & Partial<Pick<InsertionPoint, 'what' | 'printedWith'>>

/** The first pair of harmless values that the model accepts. */
function harmlessOutcomes(point: TriedPoint, { harmless }: Trials) {
  for (const contexts of harmless) {
    const [before, other] = contexts.map(point.compileWith)
    const isPair = typeof before === 'object' && typeof other === 'object'
    if (isPair) return { before, other, jsonText: jsonTextOf(point, contexts[0] ?? {}) }
  }
  return undefined
}

/** What Jinja prints at a point with the quotes of JSON, which `{{ … }}` adds to a text and `safe` does not. */
function jsonTextOf({ what, printedWith }: TriedPoint, context: JsonObject): string | undefined {
  if (!what || isPath(what) || /\|\s*safe\b/.test(what.code)) return undefined
  const text = printedWith?.(context)
  return text !== undefined && /^".*"$/s.test(text) ? text : undefined
}

function changesYaml({ before, after }: Pick<Attack, 'before' | 'after'>): boolean {
  return after === 'broken' || after.shape !== before.shape
}

function describeAttack(
  point: InsertionPoint,
  path: ContextPath,
  attack: Attack,
  context: JsonObject,
  source: string,
): LocatedFinding {
  const { value, backslash, jsonText, before, after } = attack
  const exact = exactPath(point, path)
  const code = changesYaml(attack) ? 'injection-in-yaml' : codeOf(before, jsonText, exact)
  const changed =
    changesYaml(attack) || after === 'broken' ? undefined : changedText(before, after, backslash)
  const fixedModel = fixInjection(source, point.offset, code, exact, valueAt(context, exact))
  return {
    code,
    offset: point.offset,
    path: labelOf(path),
    message: messageOf(code, path, backslash, value),
    advice: adviceOf(code, exact, !nullMayShowRows(source, point.offset)),
    ...(fixedModel !== undefined && { fixedModel }),
    example: { value, ...(changed && { field: changed.field, compiled: changed.text }) },
  }
}

/** `ids[1]` where the model prints only that entry. Every entry of a list where the helper takes the value as a list. */
function exactPath({ what }: InsertionPoint, path: ContextPath): ContextPath {
  if (!isPath(what) && /^\s*list\s*\(/.test(what.code) && !path.includes(ENTRY)) return [...path, ENTRY]
  const printed = isPath(what) ? what : wholeReference(what.code.replace(/\|\s*safe\s*$/, ''))
  return printed && labelOf(printed) === labelOf(path) ? printed : path
}

function changedText(before: Outcome, after: Outcome, backslash: Backslash) {
  return after.texts.find(
    ({ once, isSql }, index) =>
      isSql && structureOf(once, backslash) !== structureOf(before.texts[index]?.once ?? '', backslash),
  )
}
