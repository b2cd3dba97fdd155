/**
 * Reads what the app made strictly, and goes on after the first thing that is wrong: whoever mends a grant sees
 * everything at once, each by its path and never its value.
 *
 * What comes back is new and plain: every field was read once, and nothing of the app's own object (a getter, a
 * `toJSON`, an iterator) is left to say something else later.
 */

import { GuestpassError } from '../core/errors'

/** No grant has as many; a list that claims more is not read. */
const MAX_ENTRIES = 100_000
/** Deeper than anybody nests: an object that holds itself ends here. */
const MAX_DEPTH = 32
/** More than a person mends at once. */
const MAX_PROBLEMS = 20

export interface GrantReader {
  /** The object's own and inherited fields, getters included; all of them must be known. */
  fields<Name extends string>(value: unknown, path: string, known: readonly Name[]): Fields<Name> | undefined
  list(value: unknown, path: string): readonly unknown[]
  text(value: unknown, path: string): string
  flag(value: unknown, path: string): boolean
  /** The own fields of a plain object, whatever their names. */
  own(value: unknown, path: string): Readonly<Record<string, unknown>> | undefined
  /** What JSON can say, and nothing that JSON would drop or change without a word. */
  json(value: unknown, path: string): Json
  problem(path: string, what: string): void
  /** @throws {GuestpassError} `grant-invalid` */
  finish(): void
}

/** Anything that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** An object that JSON can say. */
export interface JsonObject {
  readonly [name: string]: Json
}

export type Fields<Name extends string> = Readonly<Partial<Record<Name, unknown>>>

export function createGrantReader(): GrantReader {
  const problems: string[] = []
  let count = 0
  let objects = 0

  function problem(path: string, what: string): void {
    if (++count <= MAX_PROBLEMS) problems.push(`${path || 'value'} ${what}`)
  }

  /** A getter or a proxy of the app's may throw, in words that are not to go further. */
  function attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read()
    } catch {
      problem(path, 'cannot be read')
      return undefined
    }
  }

  function list(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) {
      problem(path, 'is not a list')
      return []
    }
    const length = attempt(path, () => value.length) ?? 0
    if (length > MAX_ENTRIES) {
      problem(path, `has over ${MAX_ENTRIES} entries`)
      return []
    }
    // By number: a hole becomes an entry, and is then refused like any other that says nothing.
    return Array.from({ length }, (_, index) => attempt(`${path}[${index}]`, () => value[index]))
  }

  function own(value: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
    const record = attempt(path, () => isPlain(value) && value)
    if (record) {
      const names = attempt(path, () => Object.keys(record)) ?? []
      const read = (name: string) => attempt(pathOf(path, name), () => record[name])
      return bare(Object.fromEntries(names.map((name) => [name, read(name)])))
    }
    problem(path, 'is not a plain object')
    return undefined
  }

  function json(value: unknown, path: string, depth = 0): Json {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string' && !HALF_A_PAIR.test(value)) return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    // What is in itself more than once would otherwise be read for ever.
    if (typeof value === 'object' && depth < MAX_DEPTH && ++objects <= MAX_ENTRIES) {
      if (Array.isArray(value)) {
        return list(value, path).map((one, index) => json(one, `${path}[${index}]`, depth + 1))
      }
      const entries = Object.entries(own(value, path) ?? {})
      return bare(
        Object.fromEntries(entries.map(([name, one]) => [name, json(one, pathOf(path, name), depth + 1)])),
      )
    }
    problem(path, 'is nothing that JSON can say')
    return null
  }

  return {
    problem,
    list,
    own,
    json: (value, path) => json(value, path),
    fields(value, path, known) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        problem(path, 'is not an object')
        return undefined
      }
      return attempt(path, () => {
        const names: readonly string[] = known
        for (const name of Object.keys(value).filter((one) => !names.includes(one))) {
          problem(pathOf(path, name), `is not known here; known are ${known.join(', ')}`)
        }
        const present = known.filter((name) => hasField(value, name))
        const record = value as Record<string, unknown>
        const read = (name: string) => attempt(pathOf(path, name), () => record[name])
        return bare(
          Object.fromEntries(present.map((name) => [name, read(name)])) as Fields<(typeof known)[number]>,
        )
      })
    },
    text(value, path) {
      if (typeof value !== 'string' || value.trim() === '') problem(path, 'is not a text, or is empty')
      // Half a letter is written as a question mark, and two viewers would become one.
      else if (HALF_A_PAIR.test(value)) problem(path, 'holds half of a surrogate pair')
      else return value
      return ''
    },
    flag(value, path) {
      if (typeof value !== 'boolean') problem(path, 'is neither true nor false')
      return value === true
    },
    finish() {
      if (count === 0) return
      const others = count > MAX_PROBLEMS ? `; and ${count - MAX_PROBLEMS} more` : ''
      throw new GuestpassError('grant-invalid', `The grant's ${problems.join('; ')}${others}.`)
    },
  }
}

const HALF_A_PAIR = /\p{Surrogate}/u

/** Whether everything it says is its own: a class may keep a field, and with it a rule, where a copy does not find it. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const root = Object.getPrototypeOf(value)
  return root === null || Object.getPrototypeOf(root) === null
}

/** Own or inherited, but not from the root of all objects, where a polluted prototype would speak for everybody. */
function hasField(value: object, name: string): boolean {
  for (let one: object | null = value; one !== null; one = Object.getPrototypeOf(one)) {
    if (Object.hasOwn(one, name)) return one === value || Object.getPrototypeOf(one) !== null
  }
  return false
}

/** Without a prototype, what is left out stays left out, whatever has become of the root of all objects. */
export function bare<T extends object>(value: T): T {
  return Object.assign(Object.create(null), value)
}

/** A name that is none is quoted, and long ones are cut: it may be anything. */
function pathOf(path: string, name: string): string {
  if (!/^[\w$]{1,40}$/.test(name)) return `${path}[${JSON.stringify(name.slice(0, 40))}]`
  return path ? `${path}.${name}` : name
}
