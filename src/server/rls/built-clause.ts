import type { RlsDialect } from './dialect'

interface Built {
  readonly sql: string
  readonly dialect: RlsDialect
}

/**
 * A condition made by `rls(dialect)`, for a rule's `clause`. It is opaque: logged, put into JSON or into a string it
 * tells nothing of the values in it, and only the token it was made for carries them. What looks like one and was
 * parsed from somewhere is none.
 */
export class BuiltClause {
  readonly #built: Built

  constructor(built: Built) {
    this.#built = built
  }

  /** What is in a clause, or `undefined` when the value is none. Not public: the package exports the type alone. */
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

/** Valid SQL in no dialect: a clause that was pasted into a string shows no rows. */
const HIDDEN = '<rls clause>'
