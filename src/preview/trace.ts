/** Which characters of a compiled text came from which place of the security context. */

import { exchanged } from './context'
import type { FilledText } from './document'
import type { JsonObject } from './json'
import { type Compiled, isPath } from './model'
import { type ContextPath, valueAt } from './reference'

export interface Trace {
  readonly path: ContextPath
  readonly start: number
  readonly end: number
}

/** Each value is exchanged for one that can be found again; what else a text says stays where it is. */
export function tracesOf(
  { texts, sites }: Compiled,
  leaves: readonly ContextPath[],
  context: JsonObject,
): readonly (readonly Trace[])[] {
  const jinja = sites.filter(({ what }) => !isPath(what))
  const found = texts.map(({ filled }): Trace[] => filled.map((one) => ({ ...one })))
  for (const path of leaves) {
    for (const value of valueAt(context, path) === undefined ? [] : SENTINELS) {
      const other = exchanged(context, path, value)
      const outcomes = jinja.map((site) => site.exchange(other)).filter((one) => typeof one === 'object')
      const traces = outcomes.flatMap((outcome) =>
        texts.map((text, index) => stretches(text, outcome.texts[index], String(value))),
      )
      if (!traces.some((one) => one.length > 0)) continue
      traces.forEach((one, index) => {
        found[index % texts.length]?.push(...one.map((stretch) => ({ ...stretch, path })))
      })
      break
    }
  }
  return found.map((traces) => traces.sort((a, b) => a.start - b.start || a.end - b.end))
}

/** A text that nobody has, and a number for where only numbers are taken. */
const SENTINELS = ['\ue000\ue001', 8_123_406_507]

type Stretch = Pick<Trace, 'start' | 'end'>

/** Where the sentinel stands in the other text, this one has the value. */
function stretches(own: FilledText, other: FilledText | undefined, sentinel: string): readonly Stretch[] {
  const around = other?.text.split(sentinel) ?? []
  let at = around[0]?.length ?? 0
  return around.slice(1).flatMap((after, index) => {
    const isLast = index === around.length - 2
    const end = isLast ? own.text.length - after.length : own.text.indexOf(after, at)
    const start = at
    at = end + after.length
    return end >= start ? { start, end } : []
  })
}
