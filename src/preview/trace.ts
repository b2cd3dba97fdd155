/** Which characters of a compiled text came from which place of the security context. */

import { exchanged } from './context'
import type { FilledText } from './document'
import type { JsonObject, JsonValue } from './json'
import { type Compiled, isPath } from './model'
import type { ContextPath } from './reference'

export interface Trace {
  readonly path: ContextPath
  readonly start: number
  readonly end: number
}

/** Each value is exchanged for one that can be found again; what else a text says stays where it is. */
export function tracesOf(
  { texts, sites }: Compiled,
  kinds: readonly ContextPath[],
  context: JsonObject,
): readonly (readonly Trace[])[] {
  const jinja = sites.filter(({ what }) => !isPath(what))
  const found = texts.map(({ filled }): Trace[] => [...filled])

  /** Whether anything was found. */
  function trace(path: ContextPath, sentinelOf: (now: JsonValue | undefined) => JsonValue): boolean {
    const other = exchanged(context, path, sentinelOf)
    const outcomes = jinja.map((site) => site.exchange(other)).filter((one) => typeof one === 'object')
    const traces = outcomes.flatMap((outcome) =>
      texts.flatMap((text, index) =>
        stretches(text, outcome.texts[index]).map((stretch) => ({ index, trace: { path, ...stretch } })),
      ),
    )
    for (const one of traces) found[one.index]?.push(one.trace)
    return traces.length > 0
  }

  // A text is printed in another way than a number is, and a model may take numbers alone.
  for (const path of kinds) trace(path, sentinelLike) || trace(path, () => NUMBER)
  return found.map((traces) => traces.sort((a, b) => a.start - b.start || a.end - b.end))
}

/** What nobody has. */
const TEXT = '\ue000\ue001'
const NUMBER = 8_123_406_507
const SENTINEL = new RegExp(`${TEXT}|${NUMBER}`)

function sentinelLike(now: JsonValue | undefined): JsonValue {
  if (typeof now === 'string') return TEXT
  return typeof now === 'number' ? NUMBER : (now ?? null)
}

type Stretch = Pick<Trace, 'start' | 'end'>

/** Where a sentinel stands in the other text, this one has the value. */
function stretches(own: FilledText, other: FilledText | undefined): readonly Stretch[] {
  const [before = '', ...between] = other?.text.split(SENTINEL) ?? []
  let at = before.length
  return between.flatMap((after, index) => {
    const isLast = index === between.length - 1
    const start = at
    const end = isLast ? own.text.length - after.length : own.text.indexOf(after, at)
    at = end + after.length
    return end >= start ? { start, end } : []
  })
}
