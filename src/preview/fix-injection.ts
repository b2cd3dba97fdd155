/** A model in which a value that could change the SQL no longer can, where the place of the value is simple. */

import { sqlBefore } from './close-branch'
import { ENTRY } from './context'
import { applyEdits, type ModelEdit } from './edit'
import type { InjectionCode } from './finding'
import type { JsonValue } from './json'
import { type ContextPath, expressionOf, IN_BRACES, referencesIn } from './reference'
import { SAFE_MACROS } from './safe-macros'
import { endsInNegation } from './sql-changes'

/** @param offset where the value is printed: a single brace, or the start of what Jinja prints */
export function fixInjection(
  source: string,
  offset: number,
  code: InjectionCode,
  path: ContextPath,
  value: JsonValue | undefined,
): string | undefined {
  const printed = printedAt(source, offset)
  if (!printed) return undefined
  const edit = editFor(source, { start: offset, end: offset + printed.length }, printed, code, path, value)
  if (!edit || (usesMacros(edit) && nullMayShowRows(source, offset))) return undefined
  return applyEdits(source, [...macrosFor(source, edit), edit])
}

/**
 * Whether NULL in place of a value may show more rows: inside NOT, a function or an outer join, and next to IS. The safe
 * macros write NULL for a value that they refuse.
 */
export function nullMayShowRows(source: string, offset: number): boolean {
  const before = sqlBefore(source, offset).replace(/'$/, '')
  const after = source.slice(offset).replace(PRINTED, '')
  return endsInNegation(before) || COMPARES_NULL.test(before) || /^'?\s*\)*\s*IS\b/i.test(after)
}

const PRINTED = /^(?:\{\{.*?\}\}|\{[^{}]*\})/s
const COMPARES_NULL = /(?:\bIS(?:\s+NOT)?(?:\s+DISTINCT\s+FROM)?|<=>)\s*$/i

type Stretch = Pick<ModelEdit, 'start' | 'end'>

function editFor(
  source: string,
  { start, end }: Stretch,
  printed: string,
  code: InjectionCode,
  path: ContextPath,
  value: JsonValue | undefined,
): ModelEdit | undefined {
  const expression = expressionOf(path)
  switch (code) {
    case 'injection-in-list':
      // The helper's own form; other lists are written in too many ways.
      if (!/^\{\{-?\s*list\s*\(/.test(printed)) return undefined
      return { start, end, text: `{{ safe_list(${expression}) }}` }
    case 'injection-bare':
      return path.includes(ENTRY) ? undefined : { start, end, text: `{{ safe_text(${expression}) }}` }
    case 'injection-in-quotes': {
      const isQuoted = source[start - 1] === "'" && source[end] === "'" && !path.includes(ENTRY)
      const isWhole = isQuoted && source[start - 2] !== "'" && source[end + 1] !== "'"
      return isWhole ? { start: start - 1, end: end + 1, text: `{{ safe_text(${expression}) }}` } : undefined
    }
    case 'injection-in-name': {
      if (typeof value !== 'string' || !/^\w+$/.test(value) || path.includes(ENTRY)) return undefined
      const quote = lineBefore(source, start).includes('"') ? "'" : '"'
      const check = `{% if ${expression} in [${quote}${value}${quote}] %}`
      return { start, end, text: `${check}{{ ${expression} | safe }}{% else %}no_such_name{% endif %}` }
    }
    case 'injection-in-yaml':
      return undefined
  }
}

/** The text of the place, when it is a path and nothing else is done to the value. */
function printedAt(source: string, offset: number): string | undefined {
  const after = source.slice(offset)
  const braces = new RegExp(`^${IN_BRACES}`).exec(after)?.[0]
  if (braces) return braces
  const [printed, expression = ''] = /^\{\{-?(.*?)-?\}\}/s.exec(after) ?? []
  const simple = /^\s*(?:list\s*\((.*)\)|(.*?)(?:\|\s*safe)?)\s*$/s.exec(expression)
  const inner = (simple?.[1] ?? simple?.[2] ?? '').trim()
  const [reference] = referencesIn(inner)
  return reference && reference.start === 0 && reference.end === inner.length ? printed : undefined
}

function lineBefore(source: string, offset: number): string {
  return source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset)
}

function usesMacros({ text }: ModelEdit): boolean {
  return /\bsafe_(text|list)\b/.test(text)
}

function macrosFor(source: string, edit: ModelEdit): readonly ModelEdit[] {
  const needsMacros = usesMacros(edit) && !/\bmacro\s+safe_text\b/.test(source)
  return needsMacros ? [{ start: 0, end: 0, text: SAFE_MACROS }] : []
}
