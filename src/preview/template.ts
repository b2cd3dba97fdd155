/**
 * A model's text, cut where Jinja starts and ends.
 *
 * Only minijinja evaluates. The parts show where in the model a piece of the output came from, and the caller checks that
 * the rendering with marks equals the rendering without marks.
 */

export type PartKind = 'text' | 'output' | 'tag' | 'comment'

export interface Part {
  readonly kind: PartKind
  /** Where in the model it starts. */
  readonly start: number
  readonly text: string
  /** The text between the delimiters, without dashes. Empty for a text. */
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

/** A raw block is one part, because no marks can stand inside it. */
function endOf(model: string, open: number): number {
  const tail = model.slice(open)
  const raw = /^\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}/s.exec(tail)
  const found = raw ?? CLOSED[tail[1] ?? '']?.exec(tail)
  return found ? open + found[0].length : model.length
}

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`

const CLOSED: Readonly<Record<string, RegExp>> = {
  // A brace within is a dictionary's, and its end is not the expression's.
  '{': new RegExp(String.raw`^\{\{(?:${QUOTED}|\{(?:${QUOTED}|\{[^{}]*\}|[^{}])*\}|(?!\}\}).)*?\}\}`, 's'),
  '%': new RegExp(String.raw`^\{%(?:${QUOTED}|(?!%\}).)*?%\}`, 's'),
  '#': /^\{#.*?#\}/s,
}
