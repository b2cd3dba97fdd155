import type { RlsDatabase } from './databases'
import type { Dialect } from './dialect'

export interface Built {
  /** The SQL, with a NUL in place of the table's name if the database wants every column with its table. */
  readonly sql: string
  readonly database: RlsDatabase
  readonly dialect: Dialect
}

/**
 * A condition made by `rls(database)`, for a rule's `clause`. It is opaque: a log, JSON or a string shows nothing of its
 * values. Only the token contains them. An object that looks like a clause, or was parsed from JSON, is refused.
 */
export class BuiltClause {
  readonly #built: Built

  constructor(built: Built) {
    this.#built = built
  }

  /** The contents of a clause, or `undefined` if the value is not a clause. Not public: the package exports only the type. */
  static read(value: unknown): Built | undefined {
    return typeof value === 'object' && value !== null && #built in value ? value.#built : undefined
  }

  /** `<rls clause>`, whatever is in it. */
  toString(): string {
    return HIDDEN
  }

  /** `<rls clause>`, whatever is in it. */
  toJSON(): string {
    return HIDDEN
  }
}

/** Not valid SQL on any database: a clause that was pasted into a string shows no rows. */
const HIDDEN = '<rls clause>'
