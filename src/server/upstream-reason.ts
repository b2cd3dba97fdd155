/**
 * The reason that an API gives for a refusal, as far as a log may contain it.
 *
 * An API may repeat what it was sent: a password, a token, a rule with its values. No search finds each form in which
 * those can come back (split, escaped, encoded). So the reason is built from accepted words only:
 *
 * 1. Only the fields that hold a message are read.
 * 2. A word passes when it is one of the words that such messages consist of, see upstream-words.ts. Numbers, codes,
 *    names and everything else become `…`.
 * 3. A word that the request contained does not pass either, unless it is as short as "not".
 */

import { UPSTREAM_WORDS } from './upstream-words'

/**
 * @param body the parsed answer
 * @param sent the parsed body of the request
 * @returns `undefined` when no word may be shown
 */
export function reasonOf(body: unknown, sent: unknown): string | undefined {
  const sentWords = new Set(textsIn(sent).flatMap((text) => text.toLowerCase().split(SEPARATORS)))
  const words = textsIn(body, messagesOf, MAX_DEPTH)
    .flatMap((text) => text.slice(0, MAX_CHARACTERS).split(/\s+/))
    .slice(0, MAX_WORDS)
    .map((word) => (isAccepted(word, sentWords) ? word : GAP))
    .filter((word, index, all) => word !== GAP || all[index - 1] !== GAP)
  const hasMeaning = words.some((word) => word.length > SHORT_CHARACTERS)
  return hasMeaning ? words.join(' ') : undefined
}

/**
 * The origin that a redirect leads to. Its path, query and user information are left out, because a login page is
 * often given the whole request in them.
 *
 * @returns `undefined` when it leads to no web page, or when its host contains a text of the request
 */
export function redirectOrigin(location: string | null, base: string, sent: unknown): string | undefined {
  const target = location === null ? undefined : parsedUrl(location, base)
  if (target === undefined || target.origin === 'null') return undefined
  const isEcho = textsIn(sent).some(
    (text) => text.length >= ECHO_CHARACTERS && target.origin.includes(text.toLowerCase()),
  )
  return isEcho ? undefined : target.origin
}

/** A fake `Response` has no address, and most addresses need no base. */
function parsedUrl(location: string, base: string): URL | undefined {
  if (URL.canParse(location)) return new URL(location)
  return URL.canParse(location, base) ? new URL(location, base) : undefined
}

/** An answer has up to 1 MB; a line of a log has one sentence. */
const MAX_WORDS = 30
const MAX_CHARACTERS = 1_000
/** An answer of 1 MB can be nested 500,000 deep. */
const MAX_DEPTH = 6
const SHORT_CHARACTERS = 3
/** Shorter texts, such as "db", are in many names of hosts. */
const ECHO_CHARACTERS = 6
const GAP = '…'
/** What stands between the words of a clause. */
const SEPARATORS = /[\s'"`(),;.:=<>!]+/
/** A word with what a sentence puts around it. */
const WORD = /^['(]{0,2}([a-z_]+(?:['-][a-z]+)?)[').,:;!?]{0,3}$/i

function isAccepted(text: string, sentWords: ReadonlySet<string>): boolean {
  const word = WORD.exec(text)?.[1]?.toLowerCase()
  if (word === undefined || !UPSTREAM_WORDS.has(word)) return false
  return word.length <= SHORT_CHARACTERS || !sentWords.has(word)
}

/** Superset has `msg` and `message`, Preset `errors`, Embeddable `errorMessage`. A schema's errors are lists by field. */
const MESSAGE_FIELDS = ['msg', 'message', 'errorMessage', 'error', 'errors', 'detail']

function messagesOf(value: object): readonly unknown[] {
  const entries = Object.entries(value)
  const messages = entries.filter(([field]) => MESSAGE_FIELDS.includes(field))
  return (messages.length > 0 ? messages : entries).map(([, part]) => part)
}

/** The texts in a JSON value, in their order. */
function textsIn(
  value: unknown,
  partsOf: (value: object) => readonly unknown[] = Object.values,
  depth = Number.POSITIVE_INFINITY,
): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return partsOf(value).flatMap((part) => textsIn(part, partsOf, depth - 1))
}
