/** Finds out where the values of the security context stand in a compiled text: for each value its path, and its first and last character. */

import { withValueAt } from './context'
import type { FilledText } from './document'
import type { JsonObject, JsonValue } from './json'
import { type Compiled, isPath } from './model'
import type { ContextPath } from './reference'
import { type SqlToken, tokenStructuresOf, tokensOf } from './sql-tokens'

export interface Trace {
  readonly path: ContextPath
  readonly start: number
  readonly end: number
}

/** Each value is replaced with a sentinel. The text around the sentinel shows where the value stands. */
export function tracesOf(
  { texts, insertionPoints }: Compiled,
  paths: readonly ContextPath[],
  context: JsonObject,
): readonly (readonly Trace[])[] {
  const jinja = insertionPoints.filter(({ what }) => !isPath(what))
  const tracesOfTexts = texts.map(({ filled }): Trace[] => [...filled])

  /** Whether the sentinel appeared. */
  function tracePath(path: ContextPath, sentinelOf: (now: JsonValue | undefined) => JsonValue): boolean {
    const other = withValueAt(context, path, sentinelOf)
    const outcomes = jinja
      .map((point) => point.compileWith(other))
      .filter((outcome) => typeof outcome === 'object')
    const traces = outcomes.flatMap((outcome) =>
      texts.flatMap((text, index) =>
        stretches(text, outcome.texts[index]).map((stretch) => ({ index, trace: { path, ...stretch } })),
      ),
    )
    for (const { index, trace } of traces) tracesOfTexts[index]?.push(trace)
    return traces.length > 0
  }

  // Jinja prints a text with quotes and a number without, and a model may accept only numbers.
  for (const path of paths) tracePath(path, sentinelLike) || tracePath(path, () => NUMBER)
  return tracesOfTexts.map((traces) => traces.sort((a, b) => a.start - b.start || a.end - b.end))
}

/** Values that no context contains. */
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
  const structures = tokenStructuresOf(tokens)
  const otherStructures = tokenStructuresOf(otherTokens)
  const isSame = (index: number) =>
    structures[index] === otherStructures[index] || SENTINEL.test(otherTokens[index]?.text ?? '')
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
