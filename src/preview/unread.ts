/** What reads the security context in a way that the preview does not follow. */

import type { Document } from './document'
import { type Aliases, conditionOf, plainCode } from './expression'
import type { LocatedFinding } from './finding'
import { referencesIn } from './reference'
import type { Part } from './template'

/** An expression in single braces. */
export interface UnreadBraces {
  readonly text: string
  /** In the rendered text, or in the model. */
  readonly at: number
}

const NAMES = '(?:SECURITY_CONTEXT|security_context|securityContext|userAttributes|user_attributes)'
const BRACES = new RegExp(String.raw`\{[^{}]*(?<![\w.])${NAMES}\b[^{}]*\}`, 'g')
const JINJA = new RegExp(
  String.raw`(?<![\w.])${NAMES}\b|(?<![\w.])COMPILE_CONTEXT\s*\.\s*(?!securityContext\b)\w+`,
)

export function unreadBracesIn({ scalars }: Document, rendered: string): readonly UnreadBraces[] {
  return scalars.flatMap(({ pieces, start, end }) => {
    const texts = pieces.flatMap(({ text, reference }) =>
      reference ? [] : [...text.matchAll(BRACES)].map(([match]) => match),
    )
    const source = rendered.slice(start, end)
    return texts.map((text) => ({ text, at: start + Math.max(source.indexOf(text), 0) }))
  })
}

export function notFollowedIn(
  unread: readonly UnreadBraces[],
  parts: readonly Part[],
  aliases: Aliases,
): readonly LocatedFinding[] {
  const jinja = parts.flatMap(({ kind, code, start }) => {
    const text = kind === 'output' || kind === 'tag' ? JINJA.exec(code)?.[0] : undefined
    const isNamed = text !== undefined && (Object.hasOwn(aliases, text) || isSet(text, parts))
    return text !== undefined && !isNamed ? [{ text, at: start }] : []
  })
  return [...unread, ...jinja, ...wholeContextsIn(parts, aliases)].map(({ text, at }) => ({
    code: 'not-followed',
    offset: at,
    path: '',
    message: `The model also reads ${text}, which this preview does not follow. A value may change the rows there.`,
    advice: 'Check that place by hand, or write { COMPILE_CONTEXT.securityContext. … } with a path.',
  }))
}

/**
 * The security context as a whole, in a call, a filter or brackets with a name. The keys that are read there do not
 * stand in the text.
 */
function wholeContextsIn(parts: readonly Part[], aliases: Aliases): readonly UnreadBraces[] {
  return parts.flatMap((part) => {
    if (part.kind !== 'output' && part.kind !== 'tag') return []
    const code = plainCode(part.code, aliases)
    const reference = referencesIn(code).find(({ path }) => path.length === 0)
    const isShortName = /^\s*(?:set|with)\s+\w+\s*=\s*[\w.]+\s*$/.test(part.code)
    if (!reference || isShortName) return []
    // A condition on the whole context reads no key: `{% if COMPILE_CONTEXT.securityContext and … %}`.
    const isTested = conditionOf(part) !== undefined && !/^\s*[[|,]/.test(code.slice(reference.end))
    return isTested && part.kind === 'tag' ? [] : [{ text: 'the whole security context', at: part.start }]
  })
}

/** A name that the model defines. */
function isSet(name: string, parts: readonly Part[]): boolean {
  return parts.some(({ code }) =>
    new RegExp(`^\\s*(set|for)\\s+${name}\\b|\\bmacro\\b.*\\b${name}\\b`).test(code),
  )
}
