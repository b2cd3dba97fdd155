/**
 * Where a value can change the SQL.
 *
 * Nothing is guessed from how the model is written: at every site, every value is exchanged for harmless words and then
 * for hostile ones, and the SQL of the two is compared with its literals taken out. What escapes, checks or refuses
 * well is thereby not found, in whatever words it is written, and a finding has the value that proves it.
 */

import { ENTRY, exchanged } from './context'
import { adviceOf, codeOf, messageOf } from './describe-injection'
import { wholeReference } from './expression'
import type { Found } from './finding'
import { fixInjection } from './fix-injection'
import type { JsonObject } from './json'
import { type Compiled, isPath, type Outcome, type Site } from './model'
import { NUMBERS, PROBES, TELLING, WORDS } from './probes'
import { type ContextPath, labelOf, valueAt } from './reference'
import { createSigner } from './signature'
import { type Backslash, skeletonOf } from './sql-tokens'

export function injectionsOf(
  { sites, exchange }: Pick<Compiled, 'sites' | 'exchange'>,
  kinds: readonly ContextPath[],
  context: JsonObject,
  source = '',
): readonly Found[] {
  const signatureOf = createSigner()
  return kinds.flatMap((path) => {
    const withValue = (value: string | number) => exchanged(context, path, () => value)
    const trials: Trials = {
      harmless: [WORDS.map(withValue), NUMBERS.map(withValue), [context, context]],
      probes: PROBES.map((value) => ({ value, context: withValue(value) })),
      signatureOf,
    }
    // Most often nothing can happen anywhere, or the model refuses what could.
    if (!proofIn({ exchange }, trials)) return []
    return sites.flatMap((site) => {
      const proof = proofIn(site, trials, path)
      return proof ? [found(site, path, proof, context, source)] : []
    })
  })
}

interface Trials {
  /** Pairs of contexts, the more telling first. */
  readonly harmless: readonly (readonly JsonObject[])[]
  readonly probes: readonly Probe[]
  readonly signatureOf: ReturnType<typeof createSigner>
}

interface Probe {
  readonly value: string
  readonly context: JsonObject
}

interface Proof {
  readonly value: string
  readonly jsonText: string | undefined
  readonly backslash: Backslash
  readonly before: Outcome
  readonly after: Outcome | 'broken'
}

/**
 * A value that changes the SQL of databases in which a backslash is a backslash, or else that of the others. Rather one
 * that leaves the YAML as it is.
 */
function proofIn(site: Tried, trials: Trials, path: ContextPath = []): Proof | undefined {
  const { before, other, jsonText } = harmlessOutcomes(site, trials) ?? {}
  if (!before || !other) return undefined
  const isFree = (index: number) => before.texts[index]?.text !== other.texts[index]?.text
  const telling = TELLING[codeOf(before, jsonText, path)]
  const probes = [...trials.probes].sort((a, b) => Number(b.value === telling) - Number(a.value === telling))
  for (const backslash of BACKSLASHES) {
    const sign = trials.signatureOf(before, backslash, isFree)
    let shaken: Proof | undefined
    for (const { value, context } of probes) {
      const after = site.exchange(context)
      if (after === 'unreached') continue
      const proof = { value, backslash, jsonText, before, after }
      if (isShaken(proof)) shaken ??= proof
      else if (after !== 'broken' && trials.signatureOf(after, backslash, isFree) !== sign) return proof
    }
    if (shaken) return shaken
  }
  return undefined
}

const BACKSLASHES: readonly Backslash[] = ['plain', 'escape']

type Tried = Pick<Site, 'exchange'> & Partial<Pick<Site, 'what' | 'printedWith'>>

/** The first pair of harmless values that the model accepts. */
function harmlessOutcomes(site: Tried, { harmless }: Trials) {
  for (const contexts of harmless) {
    const [before, other] = contexts.map(site.exchange)
    const isPair = typeof before === 'object' && typeof other === 'object'
    if (isPair) return { before, other, jsonText: jsonTextOf(site, contexts[0] ?? {}) }
  }
  return undefined
}

/** What Jinja prints at a site with the quotes of JSON, which `{{ … }}` adds to a text and `safe` does not. */
function jsonTextOf({ what, printedWith }: Tried, context: JsonObject): string | undefined {
  if (!what || isPath(what) || /\|\s*safe\b/.test(what.code)) return undefined
  const text = printedWith?.(context)
  return text !== undefined && /^".*"$/s.test(text) ? text : undefined
}

function isShaken({ before, after }: Pick<Proof, 'before' | 'after'>): boolean {
  return after === 'broken' || after.shape !== before.shape
}

function found(site: Site, path: ContextPath, proof: Proof, context: JsonObject, source: string): Found {
  const { value, backslash, jsonText, before, after } = proof
  const exact = exactPath(site, path)
  const code = isShaken(proof) ? 'injection-in-yaml' : codeOf(before, jsonText, exact)
  const changed = isShaken(proof) || after === 'broken' ? undefined : changedText(before, after, backslash)
  const fixedModel = fixInjection(source, site.offset, code, exact, valueAt(context, exact))
  return {
    code,
    offset: site.offset,
    path: labelOf(path),
    message: messageOf(code, path, backslash, value),
    advice: adviceOf(code, exact),
    ...(fixedModel !== undefined && { fixedModel }),
    example: { value, ...(changed && { field: changed.field, compiled: changed.text }) },
  }
}

/** `ids[1]` where the model prints only that entry. Every entry of a list where the helper takes the value as a list. */
function exactPath({ what }: Site, path: ContextPath): ContextPath {
  if (!isPath(what) && /^\s*list\s*\(/.test(what.code) && !path.includes(ENTRY)) return [...path, ENTRY]
  const printed = isPath(what) ? what : wholeReference(what.code.replace(/\|\s*safe\s*$/, ''))
  return printed && labelOf(printed) === labelOf(path) ? printed : path
}

function changedText(before: Outcome, after: Outcome, backslash: Backslash) {
  return after.texts.find(
    ({ once, isSql }, index) =>
      isSql && skeletonOf(once, backslash) !== skeletonOf(before.texts[index]?.once ?? '', backslash),
  )
}
