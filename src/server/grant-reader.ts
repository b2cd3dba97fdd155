/**
 * Reads what the app returned, strictly. It goes on after the first problem, so that the app's developer sees all problems at
 * once: each by its path, and never with its value.
 *
 * The result is new and plain. Every field was read once, so a getter, a `toJSON` or an iterator of the app's object cannot
 * return something else later.
 */

import { GuestpassError } from '../core/errors'

/** More entries than any grant has. A longer list is not read. */
const MAX_ENTRIES = 100_000
/** Deeper than anybody nests. An object that contains itself ends here. */
const MAX_DEPTH = 32
/** More than a person mends at once. */
const MAX_PROBLEMS = 20

/** Any value that JSON has. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [name: string]: Json
}

export type Fields<Name extends string> = Readonly<Partial<Record<Name, unknown>>>

export class GrantReader {
  readonly #problems: string[] = []
  #problemCount = 0
  #objectCount = 0

  problem(path: string, what: string): void {
    if (++this.#problemCount <= MAX_PROBLEMS) this.#problems.push(`${path || 'value'} ${what}`)
  }

  /** The fields of an object, own and inherited, getters included. A field with another name is a problem. */
  fields<Name extends string>(
    value: unknown,
    path: string,
    known: readonly Name[],
  ): Fields<Name> | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.problem(path, 'is not an object')
      return undefined
    }
    return this.#attempt(path, () => {
      const names: readonly string[] = known
      for (const name of Object.keys(value).filter((key) => !names.includes(key))) {
        this.problem(pathOf(path, name), `is not known here; known are ${known.join(', ')}`)
      }
      const present = known.filter((name) => hasField(value, name))
      return this.#read(value, path, present) as Fields<Name>
    })
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) {
      this.problem(path, 'is not a list')
      return []
    }
    const length = this.#attempt(path, () => value.length) ?? 0
    if (length > MAX_ENTRIES) {
      this.problem(path, `has over ${MAX_ENTRIES} entries`)
      return []
    }
    // By index: a hole of the list becomes an entry, which is refused as `undefined`.
    return Array.from({ length }, (_, index) => this.#attempt(`${path}[${index}]`, () => value[index]))
  }

  text(value: unknown, path: string): string {
    if (typeof value !== 'string' || value.trim() === '') this.problem(path, 'is not a text, or is empty')
    // UTF-8 writes half of a surrogate pair as a question mark, so two viewers would have the same key.
    else if (HALF_A_PAIR.test(value)) this.problem(path, 'holds half of a surrogate pair')
    else return value
    return ''
  }

  flag(value: unknown, path: string): boolean {
    if (typeof value !== 'boolean') this.problem(path, 'is neither true nor false')
    return value === true
  }

  /** The own fields of a plain object, with any names. */
  record(value: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
    const record = this.#attempt(path, () => isPlain(value) && value)
    if (record) return this.#read(record, path, this.#attempt(path, () => Object.keys(record)) ?? [])
    this.problem(path, 'is not a plain object')
    return undefined
  }

  /** A value of JSON. What JSON would drop or change without an error is a problem. */
  json(value: unknown, path: string): Json {
    return this.#json(value, path, 0)
  }

  /** @throws {GuestpassError} `grant-invalid` */
  finish(): void {
    if (this.#problemCount === 0) return
    const others = this.#problemCount > MAX_PROBLEMS ? `; and ${this.#problemCount - MAX_PROBLEMS} more` : ''
    throw new GuestpassError('grant-invalid', `The grant's ${this.#problems.join('; ')}${others}.`)
  }

  #json(value: unknown, path: string, depth: number): Json {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string' && !HALF_A_PAIR.test(value)) return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    // An object that contains itself twice has an exponential number of paths up to the greatest depth.
    if (typeof value === 'object' && depth < MAX_DEPTH && ++this.#objectCount <= MAX_ENTRIES) {
      if (Array.isArray(value)) {
        return this.list(value, path).map((item, index) => this.#json(item, `${path}[${index}]`, depth + 1))
      }
      const entries = Object.entries(this.record(value, path) ?? {}).map(
        ([name, item]) => [name, this.#json(item, pathOf(path, name), depth + 1)] as const,
      )
      return bare(Object.fromEntries(entries))
    }
    this.problem(path, 'is not a JSON value')
    return null
  }

  #read(record: object, path: string, names: readonly string[]): Readonly<Record<string, unknown>> {
    const read = (name: string) =>
      this.#attempt(pathOf(path, name), () => (record as Record<string, unknown>)[name])
    return bare(Object.fromEntries(names.map((name) => [name, read(name)])))
  }

  /** A getter or a proxy of the app can throw. Its message can have values, so it is not passed on. */
  #attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read()
    } catch {
      this.problem(path, 'cannot be read')
      return undefined
    }
  }
}

const HALF_A_PAIR = /\p{Surrogate}/u

/** Whether all fields are own fields. A class can keep a field, and with it a rule, where a copy does not find it. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const root = Object.getPrototypeOf(value)
  return root === null || Object.getPrototypeOf(root) === null
}

/** Own or inherited, but not from `Object.prototype`: a polluted prototype would add the field to every grant. */
function hasField(value: object, name: string): boolean {
  for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) return holder === value || Object.getPrototypeOf(holder) !== null
  }
  return false
}

/** Without a prototype, a field that is left out stays left out, also with a polluted `Object.prototype`. */
export function bare<T extends object>(value: T): T {
  return Object.assign(Object.create(null), value)
}

/** A field can have any name, so a name that is not an identifier is quoted, and a long name is cut. */
function pathOf(path: string, name: string): string {
  if (!/^[\w$]{1,40}$/.test(name)) return `${path}[${JSON.stringify(name.slice(0, 40))}]`
  return path ? `${path}.${name}` : name
}
