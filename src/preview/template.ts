/**
 * A model's text, cut where Jinja starts and ends.
 *
 * Nothing is evaluated here: the parts say where in the model a piece of the output came from, and minijinja alone
 * says what it is. Whoever uses them checks that the rendering with marks is the rendering without.
 */

export type PartKind = 'text' | 'output' | 'tag' | 'comment'

export interface Part {
  readonly kind: PartKind
  /** Where in the model it starts. */
  readonly start: number
  readonly text: string
  /** What is between the delimiters, dashes left out; nothing for a text. */
  readonly code: string
}

export function isTemplate(model: string): boolean {
  return model.includes('{{') || model.includes('{%')
}

export function partsOf(model: string): readonly Part[] {
  const parts: Part[] = []
  const add = (kind: PartKind, start: number, end: number) => {
    const text = model.slice(start, end)
    const code = kind === 'text' ? '' : text.slice(2, -2).replace(/^[-+]|[-+]$/g, '')
    if (end > start) parts.push({ kind, start, text, code })
  }
  let at = 0
  for (;;) {
    const open = nextOpen(model, at)
    if (open < 0) break
    add('text', at, open)
    const end = endOf(model, open)
    add(KINDS[model[open + 1] ?? ''] ?? 'text', open, end)
    at = end
  }
  add('text', at, model.length)
  return parts
}

const KINDS: Readonly<Record<string, PartKind>> = { '{': 'output', '%': 'tag', '#': 'comment' }

function nextOpen(model: string, from: number): number {
  const open = model.slice(from).search(/\{[{%#]/)
  return open < 0 ? -1 : from + open
}

/** A raw block is one part: what is in it is text, and no marks can be set there. */
function endOf(model: string, open: number): number {
  const rest = model.slice(open)
  const raw = /^\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}/s.exec(rest)
  const found = raw ?? CLOSED[rest[1] ?? '']?.exec(rest)
  return found ? open + found[0].length : model.length
}

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`

const CLOSED: Readonly<Record<string, RegExp>> = {
  // A brace within is a dictionary's, and its end is not the expression's.
  '{': new RegExp(String.raw`^\{\{(?:${QUOTED}|\{(?:${QUOTED}|\{[^{}]*\}|[^{}])*\}|(?!\}\}).)*?\}\}`, 's'),
  '%': new RegExp(String.raw`^\{%(?:${QUOTED}|(?!%\}).)*?%\}`, 's'),
  '#': /^\{#.*?#\}/s,
}
