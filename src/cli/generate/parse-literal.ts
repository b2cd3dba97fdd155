/**
 * Reads a literal of TypeScript source without running it: objects, lists, texts, numbers, `true`, `false`, `null`.
 *
 * The file was written by `guestpass generate`, and a formatter of the app may have changed quotes, commas and line breaks.
 */

export type Parsed = string | number | boolean | null | readonly Parsed[] | ParsedObject

/** A `Map`, because a key may be `__proto__`. */
export type ParsedObject = ReadonlyMap<string, Parsed>

/** @throws {SyntaxError} for anything that is not a literal */
export function parseLiteral(source: string, start: number): Parsed {
  return valueAt({ source, position: start })
}

interface Cursor {
  readonly source: string
  position: number
}

function valueAt(cursor: Cursor): Parsed {
  if (accept(cursor, '{')) return objectAfterBrace(cursor)
  if (accept(cursor, '[')) return listAfterBracket(cursor)
  const word = acceptMatch(cursor, WORD)
  if (word === undefined) return textAt(cursor)
  if (Object.hasOwn(WORDS, word)) return WORDS[word as keyof typeof WORDS]
  const number = Number(word)
  if (Number.isNaN(number)) throw unexpected(cursor)
  return number
}

const WORDS = { true: true, false: false, null: null }
const WORD = /-?[\w.$]+/y

function objectAfterBrace(cursor: Cursor): ParsedObject {
  const object = new Map<string, Parsed>()
  while (!accept(cursor, '}')) {
    const key = keyAt(cursor)
    expect(cursor, ':')
    object.set(key, valueAt(cursor))
    if (!accept(cursor, ',') && !isNext(cursor, '}')) throw unexpected(cursor)
  }
  return object
}

function keyAt(cursor: Cursor): string {
  if (!accept(cursor, '[')) return acceptMatch(cursor, IDENTIFIER) ?? textAt(cursor)
  const key = textAt(cursor)
  expect(cursor, ']')
  return key
}

const IDENTIFIER = /[\p{ID_Continue}$]+/uy

function listAfterBracket(cursor: Cursor): readonly Parsed[] {
  const list: Parsed[] = []
  while (!accept(cursor, ']')) {
    list.push(valueAt(cursor))
    if (!accept(cursor, ',') && !isNext(cursor, ']')) throw unexpected(cursor)
  }
  return list
}

const TEXT = /"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'/y

function textAt(cursor: Cursor): string {
  const text = acceptMatch(cursor, TEXT)
  if (text === undefined) throw unexpected(cursor)
  return text.slice(1, -1).replace(ESCAPE, (_, code, long, plain) => {
    const digits = code ?? long
    return digits === undefined
      ? (ESCAPED[plain] ?? plain)
      : String.fromCodePoint(Number.parseInt(digits, 16))
  })
}

const ESCAPE = /\\(?:u([\da-f]{4})|u\{([\da-f]+)\}|([\s\S]))/gi
const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
}

function expect(cursor: Cursor, character: string): void {
  if (!accept(cursor, character)) throw unexpected(cursor)
}

function accept(cursor: Cursor, character: string): boolean {
  const isThere = isNext(cursor, character)
  if (isThere) cursor.position++
  return isThere
}

function isNext(cursor: Cursor, character: string): boolean {
  skipSpace(cursor)
  return cursor.source[cursor.position] === character
}

function acceptMatch(cursor: Cursor, pattern: RegExp): string | undefined {
  skipSpace(cursor)
  pattern.lastIndex = cursor.position
  const [match] = pattern.exec(cursor.source) ?? []
  if (match !== undefined) cursor.position += match.length
  return match
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y

function skipSpace(cursor: Cursor): void {
  SPACE.lastIndex = cursor.position
  cursor.position += SPACE.exec(cursor.source)?.[0].length ?? 0
}

function unexpected({ source, position }: Cursor): SyntaxError {
  return new SyntaxError(`line ${source.slice(0, position).split('\n').length}`)
}
