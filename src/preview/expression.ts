/** What a Jinja expression reads of the security context, as far as its text shows. */

import { type ContextPath, referencesIn } from './reference'
import type { Part } from './template'

export type Aliases = Readonly<Record<string, string>>

/**
 * Short names that the model gives: `{% set context = COMPILE_CONTEXT.securityContext %}`. A short name may be part of
 * the next short name: `{% set org = context.orgId %}`.
 */
export function aliasesOf(parts: readonly Part[]): Aliases {
  const aliases: Record<string, string> = {}
  for (const { code } of parts) {
    const [, name, value = ''] = /^\s*(?:set|with)\s+(\w+)\s*=\s*([\w.]+)\s*$/.exec(code) ?? []
    const written = plainCode(value, aliases)
    if (name && /^COMPILE_CONTEXT(\.securityContext)?\b/.test(written)) aliases[name] = written
  }
  return aliases
}

/** The code of an expression for a comparison: without the content of its string literals, and with each alias replaced with the path that it stands for. */
export function plainCode(code: string, aliases: Aliases): string {
  return code
    .replace(/(?<!\[\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?!\s*\])/gs, '""')
    .replace(/(?<![\w.])[A-Za-z_]\w*/g, (name) =>
      Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name,
    )
}

/** The paths that an expression prints or iterates, without a default. */
export function requiredPathsIn(code: string): readonly ContextPath[] {
  return referencesIn(code)
    .filter(({ end }) => !/^\s*(\|\s*(d|default)\b|is\b|or\b)/.test(code.slice(end)))
    .map(({ path }) => path)
}

/** The condition of an if, of an elif, or of an if within an expression. */
export function conditionOf({ kind, code }: Part): string | undefined {
  const pattern = kind === 'tag' ? /^\s*(?:el)?if\b(.*)$/s : /\bif\b(.*?)(?:\belse\b.*)?$/s
  return kind === 'text' || kind === 'comment' ? undefined : pattern.exec(code)?.[1]
}

/** The paths that a condition takes for true or false without a comparison. */
export function testedPathsIn(condition: string): readonly ContextPath[] {
  // Arguments of functions and tests are not taken for true or false.
  const bare = condition.replace(/\w\s*\([^()]*\)/g, 'call')
  return bare
    .split(/\b(?:and|or|not)\b|[()]/)
    .map(wholeReference)
    .filter((path) => path !== undefined)
}

/** The path, when the code contains only that reference. */
export function wholeReference(code: string): ContextPath | undefined {
  const [only] = referencesIn(code)
  return only && code.slice(only.start, only.end) === code.trim() ? only.path : undefined
}
