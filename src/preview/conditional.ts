/** The blocks `{% if %} … {% elif %} … {% else %} … {% endif %}` of a model, and what their branches print. */

import { type Aliases, plainCode } from './expression'
import { bracedReferencesIn, type ContextPath, referencesIn } from './reference'
import type { Part } from './template'

export interface Conditional {
  readonly branches: readonly Branch[]
  /** The tag `{% endif %}`. */
  readonly close: Part
}

export interface Branch {
  /** `{% if %}`, `{% elif %}` or `{% else %}`. */
  readonly tag: Part
  /** Everything up to the next tag of the same block. */
  readonly content: readonly Part[]
}

interface OpenBlock {
  readonly keyword: 'if' | 'for'
  readonly branches: { readonly tag: Part; readonly content: Part[] }[]
}

/** In the order of their `{% endif %}`: an inner block comes before the outer block. */
export function conditionalsOf(parts: readonly Part[]): readonly Conditional[] {
  const conditionals: Conditional[] = []
  const open: OpenBlock[] = []
  for (const part of parts) {
    const keyword = keywordOf(part)
    const block = open.at(-1)
    if (keyword === 'endif' || keyword === 'endfor') {
      open.pop()
      if (block?.keyword === 'if') conditionals.push({ branches: block.branches, close: part })
    }
    const continues = block && (keyword === 'elif' || keyword === 'else')
    const enclosing = continues ? open.slice(0, -1) : open
    for (const { branches } of enclosing) branches.at(-1)?.content.push(part)
    if (continues) block.branches.push({ tag: part, content: [] })
    if (keyword === 'if' || keyword === 'for') open.push({ keyword, branches: [{ tag: part, content: [] }] })
  }
  return conditionals
}

export function keywordOf({ kind, code }: Part): string | undefined {
  return kind === 'tag' ? /^\s*(\w+)/.exec(code)?.[1] : undefined
}

/** The branch that a rendering took, by the parts that it printed. Nothing when no branch matched. */
export function takenBranch({ branches }: Conditional, printed: ReadonlySet<Part>): Branch | undefined {
  return (
    branches.find(({ content }) => content.some((part) => printed.has(part))) ??
    branches.findLast(({ content }) => content.length === 0)
  )
}

export function startOf({ branches }: Conditional): number {
  return branches[0]?.tag.start ?? 0
}

/** Whether a part puts the value at the path, or something in it, into the SQL. */
export function usesPath(part: Part, path: ContextPath, aliases: Aliases): boolean {
  return usedPathsOf(part, aliases).some((used) => isRelated(used, path))
}

/** The paths of a part that are printed, gone through or stored. A condition only compares. */
export function usedPathsOf(part: Part, aliases: Aliases): readonly ContextPath[] {
  if (part.kind === 'text') return bracedReferencesIn(part.text).map(({ path }) => path)
  const isUse = part.kind === 'output' || /^\s*(for|set|call|filter)\b/.test(part.code)
  if (!isUse) return []
  const printed = plainCode(part.code, aliases).replace(INLINE_CONDITION, ' ')
  return referencesIn(printed).map(({ path }) => path)
}

const INLINE_CONDITION = /\bif\b.*?(?=\belse\b|$)/gs

function isRelated(first: ContextPath, second: ContextPath): boolean {
  const length = Math.min(first.length, second.length)
  return length > 0 && first.slice(0, length).every((step, index) => step === second[index])
}
