import { isIdentifier, wordsOf } from './identifier'
import { nameOf } from './structure'

interface Titled {
  readonly slug: string | null
  readonly title: string
  readonly numericId: number
}

/**
 * The name of the constant that holds a dashboard: its slug in camel case, or its title if it has no slug. A text
 * without letters gives `dashboard` and the number of the dashboard.
 */
export function exportNameOf({ slug, title, numericId }: Titled): string {
  const [first, ...others] = wordsOf(nameOf(slug ?? title, numericId)).map((word) => word.slice(0, LONGEST))
  if (first === undefined) return `dashboard${numericId}`
  const words = [isAcronym(first) ? first.toLowerCase() : lowerFirst(first), ...others.map(upperFirst)]
  const name = words.reduce((start, word) => (start.length + word.length > LONGEST ? start : start + word))
  if (!isIdentifier(name)) return `dashboard${upperFirst(name)}`
  return RESERVED.has(name) ? `${name}Dashboard` : name
}

/** A longer title is cut between two words. */
const LONGEST = 50

function isAcronym(word: string): boolean {
  return /^[A-Z][A-Z\d]+$/.test(word)
}

function lowerFirst(word: string): string {
  return word.replace(/^./u, (letter) => letter.toLowerCase())
}

function upperFirst(word: string): string {
  return word.replace(/^./u, (letter) => letter.toUpperCase())
}

/** Words that no constant of a module can have as its name. */
const RESERVED: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export exports
  extends false finally for function globalThis if implements import in instanceof interface let new null package
  private protected public require return static super switch this throw true try typeof undefined var void while
  with yield`.split(/\s+/),
)
