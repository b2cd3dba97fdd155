/** Which characters of a compiled text came from which place of the security context. */

import { exchanged } from './context'
import type { FilledText } from './document'
import type { JsonObject, JsonValue } from './json'
import { type Compiled, isPath } from './model'
import type { ContextPath } from './reference'
import { bonesOf, type SqlToken, tokensOf } from './sql-tokens'

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

/** Where a sentinel stands in the other text, this text has the value. */
function stretches({ text }: FilledText, other: FilledText | undefined): readonly Stretch[] {
  if (!other || !SENTINEL.test(other.text)) return []
  return stretchesByToken(text, other.text) ?? stretchesByText(text, other.text)
}

/**
 * Token by token, when both texts have the same structure: a quoted value may have become `NULL`, and then the quotes
 * are gone. Nothing when the structure differs.
 */
function stretchesByToken(text: string, other: string): readonly Stretch[] | undefined {
  const [tokens, otherTokens] = [tokensOf(text, 'plain'), tokensOf(other, 'plain')]
  const bones = bonesOf(tokens)
  const otherBones = bonesOf(otherTokens)
  const isSame = (index: number) =>
    bones[index] === otherBones[index] || SENTINEL.test(otherTokens[index]?.text ?? '')
  if (tokens.length !== otherTokens.length || !tokens.every((_, index) => isSame(index))) return undefined
  return tokens.flatMap((token, index) => stretchesInToken(token, otherTokens[index]?.text ?? ''))
}

function stretchesInToken({ text, start, end }: SqlToken, other: string): readonly Stretch[] {
  const pieces = other.split(SENTINEL)
  const [before = '', after = ''] = [pieces[0], pieces.at(-1)]
  if (pieces.length < 2) return []
  const fits = text.startsWith(before) && text.endsWith(after) && text.length >= before.length + after.length
  // The value was written in another way, as `NULL` in place of a quoted text.
  if (!fits) return [{ start, end }]
  const inner = stretchesByText(text, other)
  return inner.map((stretch) => ({ start: start + stretch.start, end: start + stretch.end }))
}

function stretchesByText(text: string, other: string): readonly Stretch[] {
  const [before = '', ...between] = other.split(SENTINEL)
  const after = between.at(-1) ?? ''
  const last = text.length - after.length
  if (!text.startsWith(before) || !text.endsWith(after) || last < before.length) return []
  const found: Stretch[] = []
  let start = before.length
  for (const separator of between.slice(0, -1)) {
    const end = separator === '' ? -1 : text.indexOf(separator, start)
    // The text around the value differs too: everything up to the last value is marked.
    if (end < 0 || end > last) break
    found.push({ start, end })
    start = end + separator.length
  }
  return [...found, { start, end: last }]
}
