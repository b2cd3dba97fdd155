/**
 * Where a value can change the SQL.
 *
 * Nothing is guessed from how the model is written: at every site, every value is exchanged for harmless words and then
 * for hostile ones, and the SQL of the two is compared with its literals taken out. What escapes, checks or refuses
 * well is thereby not found, in whatever words it is written, and a finding has the value that proves it.
 */

import { exchanged } from './context'
import { adviceOf, codeOf, messageOf } from './describe-injection'
import type { Found } from './finding'
import type { JsonObject } from './json'
import type { Compiled, Outcome, Site } from './model'
import { NUMBERS, PROBES, TELLING, WORDS } from './probes'
import { type ContextPath, labelOf } from './reference'
import { createSigner } from './signature'
import { type Backslash, skeletonOf } from './sql-tokens'

export function injectionsOf(
  { sites, exchange }: Pick<Compiled, 'sites' | 'exchange'>,
  kinds: readonly ContextPath[],
  context: JsonObject,
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
      return proof ? [found(site, path, proof)] : []
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
  readonly backslash: Backslash
  readonly before: Outcome
  readonly after: Outcome | 'broken'
}

/**
 * A value that changes the SQL of databases in which a backslash is a backslash, or else that of the others. Rather one
 * that leaves the YAML as it is.
 */
function proofIn(site: Pick<Site, 'exchange'>, trials: Trials, path: ContextPath = []): Proof | undefined {
  const [before, other] = outcomesOf(site, trials) ?? []
  if (!before || !other) return undefined
  const isFree = (index: number) => before.texts[index]?.text !== other.texts[index]?.text
  const telling = TELLING[codeOf(before, path)]
  const probes = [...trials.probes].sort((a, b) => Number(b.value === telling) - Number(a.value === telling))
  for (const backslash of BACKSLASHES) {
    const sign = trials.signatureOf(before, backslash, isFree)
    let shaken: Proof | undefined
    for (const { value, context } of probes) {
      const after = site.exchange(context)
      if (after === 'unreached') continue
      const proof = { value, backslash, before, after }
      if (isShaken(proof)) shaken ??= proof
      else if (after !== 'broken' && trials.signatureOf(after, backslash, isFree) !== sign) return proof
    }
    if (shaken) return shaken
  }
  return undefined
}

const BACKSLASHES: readonly Backslash[] = ['plain', 'escape']

function outcomesOf(site: Pick<Site, 'exchange'>, { harmless }: Trials) {
  const pairs = harmless.map((contexts) =>
    contexts.map(site.exchange).filter((one) => typeof one === 'object'),
  )
  return pairs.find(({ length }) => length === 2)
}

function isShaken({ before, after }: Pick<Proof, 'before' | 'after'>): boolean {
  return after === 'broken' || after.shape !== before.shape
}

function found({ offset }: Site, path: ContextPath, proof: Proof): Found {
  const { value, backslash, before, after } = proof
  const code = isShaken(proof) ? 'injection-in-yaml' : codeOf(before, path)
  const changed = isShaken(proof) || after === 'broken' ? undefined : changedText(before, after, backslash)
  return {
    code,
    offset,
    path: labelOf(path),
    message: messageOf(code, path, backslash),
    advice: adviceOf(code, path),
    example: { value, ...(changed && { field: changed.field, compiled: changed.text }) },
  }
}

function changedText(before: Outcome, after: Outcome, backslash: Backslash) {
  return after.texts.find(
    ({ once, isSql }, index) =>
      isSql && skeletonOf(once, backslash) !== skeletonOf(before.texts[index]?.once ?? '', backslash),
  )
}
