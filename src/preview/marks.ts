/**
 * Which part of the model each stretch of the rendered text came from.
 *
 * The model is rendered a second time with marks before each text and around each expression. Values, conditions and
 * loops stay the same, and the rendering without the marks must equal the first rendering. Macros, calls and captured
 * blocks get no marks, because a mark would become part of a value.
 */

import type { Part } from './template'

export interface Stretch {
  readonly part: Part
  readonly text: string
  /** In the rendered text. */
  readonly start: number
}

export interface Rendering {
  readonly text: string
  readonly stretches: readonly Stretch[]
}

/** Unicode noncharacters, which no text contains. */
const [OPEN, CLOSE, END] = ['\ufdd0', '\ufdd1', '\ufdd2']

export function withMarks(parts: readonly Part[]): string {
  let captured = 0
  let trims = false
  const marked = parts.map((part, index) => {
    const [trimsBefore, trimsAfter] = dashesOf(part)
    const opens = part.kind === 'tag' ? CAPTURES.exec(part.code)?.[0] : undefined
    const isCaptured = captured > 0
    if (part.kind === 'tag') captured += opens ? 1 : ENDS.test(part.code) ? -1 : 0
    const opening = mark(`${OPEN}${index}${CLOSE}`)
    const trimsText = trims
    trims = trimsAfter
    if (part.kind === 'text' && !isCaptured) return opening(false, trimsText) + part.text
    if (part.kind === 'output' && !isCaptured) {
      return `${opening(trimsBefore, false)}{{ ${part.code} }}${mark(END)(false, trimsAfter)}`
    }
    // These print what they hold.
    if (part.kind === 'tag' && !isCaptured && PRINTS.test(part.code))
      return opening(trimsBefore, false) + part.text
    if (isCaptured && captured === 0 && /^\s*end(call|filter)/.test(part.code)) {
      return part.text + mark(END)(false, trimsAfter)
    }
    return part.text
  })
  return marked.join('')
}

const CAPTURES = /^\s*(?:(?:macro|call|filter)\b|set\b(?!.*=))/s
const PRINTS = /^\s*(?:call|filter|raw)\b/
const ENDS = /^\s*end(macro|call|filter|set)\b/

function mark(text: string) {
  return (trimsBefore: boolean, trimsAfter: boolean) =>
    `{{${trimsBefore ? '-' : ''} "${text}" | safe ${trimsAfter ? '-' : ''}}}`
}

function dashesOf({ kind, text }: Part): readonly [boolean, boolean] {
  return kind === 'text' ? [false, false] : [text[2] === '-', text.at(-3) === '-']
}

/** Takes the marks out of a rendered text. */
export function readMarks(rendered: string, parts: readonly Part[]): Rendering {
  const stretches: Stretch[] = []
  let text = ''
  for (const [, index, body = ''] of rendered.matchAll(MARKED)) {
    const part = parts[Number(index)]
    if (part) stretches.push({ part, text: body, start: text.length })
    text += body
  }
  return { text, stretches }
}

const MARKED = new RegExp(`(?:${OPEN}(\\d+)${CLOSE}|${END})?([^${OPEN}${END}]*)`, 'gs')

/** Where in the model the character at a place of the rendered text stands, or the expression that printed it. */
export function offsetInModel({ stretches }: Rendering, at: number): number {
  const stretch = stretches.findLast(({ start }) => start <= at)
  if (!stretch) return at
  const { part, text, start } = stretch
  if (part.kind !== 'text') return part.start
  // Spaces at its start may have been trimmed.
  const trimmed = part.text.startsWith(text) ? 0 : part.text.length - part.text.trimStart().length
  return part.start + trimmed + (at - start)
}

/** The rendered text, in which one part printed something else, in the order it was printed. */
export function reprinted({ text, stretches }: Rendering, part: Part, prints: readonly string[]): string {
  const old = stretches.filter((stretch) => stretch.part === part)
  const ends = old.map((stretch) => stretch.start + stretch.text.length)
  const between = old.map(({ start }, index) => text.slice(ends[index - 1] ?? 0, start))
  const pieces = between.map((before, index) => before + (prints[index] ?? old[index]?.text ?? ''))
  return pieces.join('') + text.slice(ends.at(-1) ?? 0)
}
