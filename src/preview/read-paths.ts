/** Which values of the security context a model reads, in every branch, and values that a trial may put there. */

import { type Aliases, conditionOf, plainCode } from './expression'
import type { JsonValue } from './json'
import { NUMBERS, WORDS } from './probes'
import { bracedReferencesIn, type ContextPath, referencesIn } from './reference'
import type { Part } from './template'

export function readPathsOf(parts: readonly Part[], aliases: Aliases): readonly ContextPath[] {
  const paths = parts.flatMap((part) => readPathsIn(part, aliases))
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()]
}

export function readPathsIn({ kind, text, code }: Part, aliases: Aliases): readonly ContextPath[] {
  if (kind === 'comment') return []
  const references = kind === 'text' ? bracedReferencesIn(text) : referencesIn(plainCode(code, aliases))
  return references.map(({ path }) => path).filter(({ length }) => length > 0)
}

/** A value for a trial, and the text that shows where it went. */
export interface TrialValue {
  readonly value: JsonValue
  readonly marker: string
}

/** Values that could stand at a path: a text, a number, a list, and what the conditions of the model compare with. */
export function trialValuesOf(
  path: ContextPath,
  parts: readonly Part[],
  aliases: Aliases,
): readonly TrialValue[] {
  const [word] = WORDS
  const number = NUMBERS[1]
  const fields = fieldsOfEntries(path, parts, aliases)
  const entryOf = (value: JsonValue): JsonValue =>
    fields.length > 0 ? Object.fromEntries(fields.map((field) => [field, value])) : value
  return [
    { value: word, marker: word },
    { value: number, marker: String(number) },
    { value: [entryOf(word)], marker: word },
    { value: [entryOf(number)], marker: String(number) },
    ...literalsOf(parts).map((value) => ({ value, marker: String(value) })),
  ]
}

/** The literals that trials use. */
export function literalsOf(parts: readonly Part[]): readonly (string | number)[] {
  return literalsIn(parts).slice(0, MOST_LITERALS)
}

/** The texts and numbers that conditions compare with: `{% if role == "tenant" %}`. */
export function literalsIn(parts: readonly Part[]): readonly (string | number)[] {
  const conditions = parts.map((part) => conditionOf(part) ?? '').join('\n')
  const literals = [...conditions.matchAll(/"([^"\\]*)"|'([^'\\]*)'|(?<![\w.])(\d+)(?![\w.])/g)].map(
    ([, double, single, number]) => (number === undefined ? (double ?? single ?? '') : Number(number)),
  )
  // A sign such as a quote stands in many places of the SQL.
  return [...new Set(literals)].filter((literal) => /\w/.test(String(literal)))
}

/** Keeps the number of trials small in models with long lists. */
const MOST_LITERALS = 12

/** `id` for `{% for team in ….teams %}{{ team.id }}{% endfor %}`. */
function fieldsOfEntries(path: ContextPath, parts: readonly Part[], aliases: Aliases): readonly string[] {
  const names = parts.flatMap((part) => {
    const [, name, list = ''] =
      /^\s*for\s+(\w+)\s+in\b(.*)$/s.exec(part.kind === 'tag' ? part.code : '') ?? []
    const isOfPath = referencesIn(plainCode(list, aliases)).some(
      (read) => read.path.join('\0') === path.join('\0'),
    )
    return name !== undefined && isOfPath ? [name] : []
  })
  return names.flatMap((name) =>
    parts.flatMap(({ code }) =>
      [...code.matchAll(new RegExp(`(?<![\\w.])${name}\\.(\\w+)`, 'g'))].map(([, field = '']) => field),
    ),
  )
}
