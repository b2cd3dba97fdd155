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
import type { Outcome, Site } from './model'
import { NUMBERS, PROBES, TELLING, WORDS } from './probes'
import { type ContextPath, labelOf } from './reference'
import { signatureOf } from './signature'
import { type Backslash, skeletonOf } from './sql-tokens'

export function injectionsOf(
  sites: readonly Site[],
  kinds: readonly ContextPath[],
  context: JsonObject,
): readonly Found[] {
  return kinds.flatMap((path) => {
    const withValue = (value: string | number) => exchanged(context, path, value)
    const words = WORDS.map(withValue)
    const numbers = NUMBERS.map(withValue)
    const probes = PROBES.map((value) => ({ value, context: withValue(value) }))
    return sites.flatMap((site) => {
      const before = harmless(site, words) ?? harmless(site, numbers) ?? harmless(site, [context, context])
      if (!before) return []
      return injection(site, path, before[0], proofsOf(site, before, probes))
    })
  })
}

type Harmless = readonly [Outcome, Outcome]

function harmless(site: Site, contexts: readonly JsonObject[]): Harmless | undefined {
  const [one, other] = contexts.map((context) => site.exchange(context))
  return typeof one === 'object' && typeof other === 'object' ? [one, other] : undefined
}

interface Probe {
  readonly value: string
  readonly context: JsonObject
}

interface Proof {
  readonly value: string
  readonly backslash: Backslash
  readonly after: Outcome | 'broken'
}

/** What changes the SQL of databases in which a backslash is a backslash; of the others, where that is nothing. */
function proofsOf(site: Site, [one, other]: Harmless, probes: readonly Probe[]): readonly Proof[] {
  const isFree = (_: unknown, index: number) => one.texts[index]?.text !== other.texts[index]?.text
  const tried = probes.map(({ value, context }) => ({ value, after: site.exchange(context) }))
  const proofs = BACKSLASHES.map((backslash) => {
    const before = signatureOf(one, backslash, isFree)
    return tried.flatMap(({ value, after }) => {
      if (after === 'unreached') return []
      const isSame = after !== 'broken' && signatureOf(after, backslash, isFree) === before
      return isSame ? [] : [{ value, backslash, after }]
    })
  })
  return proofs.find((some) => some.length > 0) ?? []
}

const BACKSLASHES: readonly Backslash[] = ['plain', 'escape']

/** The plainest first: what changes the SQL and leaves the YAML as it is. */
function injection(
  site: Site,
  path: ContextPath,
  before: Outcome,
  proofs: readonly Proof[],
): readonly Found[] {
  const inSql = proofs.filter(({ after }) => after !== 'broken' && after.shape === before.shape)
  const code = inSql.length > 0 ? codeOf(before, path) : 'injection-in-yaml'
  const [first] = inSql.length > 0 ? inSql : proofs
  const proof = inSql.find(({ value }) => value === TELLING[code]) ?? first
  if (!proof) return []
  const { value, backslash, after } = proof
  const changed = inSql.length > 0 && after !== 'broken' ? changedText(before, after, backslash) : undefined
  return [
    {
      code,
      offset: site.offset,
      path: labelOf(path),
      message: messageOf(code, path, backslash),
      advice: adviceOf(code, path),
      example: { value, ...(changed && { field: changed.field, compiled: changed.text }) },
    },
  ]
}

function changedText(before: Outcome, after: Outcome, backslash: Backslash) {
  return after.texts.find(
    ({ once, isSql }, index) =>
      isSql && skeletonOf(once, backslash) !== skeletonOf(before.texts[index]?.once ?? '', backslash),
  )
}
