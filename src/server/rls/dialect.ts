/**
 * How one family of databases writes names and values: a record of data. A new database adds its record to `dialects.ts`,
 * and its name with the evidence for it to `databases.ts`.
 */
export interface Dialect {
  /** The marks around a name. */
  readonly quote: readonly [open: string, close: string]
  /** What happens to a quote mark in a name. */
  readonly quoteInName: 'doubled' | 'refused'
  /** A name without a table before it is written without quotes, except these words, which are refused. */
  readonly bareNames?: ReadonlySet<string>
  /** A column is written with the table that the rule names, because an alias of the query hides a column without a table. */
  readonly qualified?: {
    /** A condition that is true, and makes a query fail that gives the table's own name to something else. */
    readonly guard: (table: string) => string
  }
  /** What a name cannot contain here, beside the characters that every database refuses. */
  readonly refusedInNames?: Refused

  /** The texts that stay literals. */
  readonly plain: RegExp
  /** Any other text, as one expression that decodes it. */
  readonly spell: (text: string) => string
  /** The longest text that is spelled, in UTF-16 code units. @default no limit */
  readonly maxSpelled?: number
  readonly refusedInTexts?: readonly Refused[]
  readonly like: Like

  /** A number in decimal digits, perhaps with a fraction and an exponent. */
  readonly number: (digits: string) => string
  /** The greatest integer that the database holds exactly; the least is −2⁶³. */
  readonly maxInteger: bigint
  readonly yes: string
  readonly no: string
  readonly isTrue: (column: string) => string
  /** An instant; `at` is `2024-01-31 12:00:00` in UTC, with `.123` if there are milliseconds. */
  readonly instant: (at: string) => string
  /** The years of an instant. @default 1 to 9999 */
  readonly years?: readonly [first: number, last: number]
  /** Any comparison with null, if the database refuses `= NULL`. */
  readonly comparedWithNull?: string
  /** `IN` reads null as an ordinary value, so that `NOT (x IN (NULL))` would be true: null is compared on its own. */
  readonly nullBesideList?: true
  /** The most values of `oneOf`. @default 3,000 */
  readonly maxValues?: number

  /** The database's own marks, for `unsafeRaw`. */
  readonly raw: RawMarks
}

/** How a database finds a part of a text: with its functions, or with patterns of LIKE. */
export type Like = Readonly<Record<LikePlace, LikeCall | LikePattern>>

export type LikePlace = 'startsWith' | 'endsWith' | 'contains'

type LikeCall = (column: string, text: string) => string

export interface LikePattern {
  /** The characters that get an escape character in a pattern of LIKE. If it is missing, the pattern is written without `ESCAPE`. */
  readonly escaped?: RegExp
  readonly refused?: Refused
}

/** What a database refuses or misreads, and the words for it after "contains" in an error. */
export interface Refused {
  readonly pattern: RegExp
  readonly what: string
}

export interface RawMarks {
  /** The marks that open and close a quoted text or name. */
  readonly quotes: readonly (readonly [open: string, close: string])[]
  /** What begins a comment, beside `--` and `/*`. */
  readonly comments?: readonly string[]
  /** Other ways to begin a text, which `unsafeRaw` does not follow. */
  readonly refused?: Refused
}

export const MAX_INT64 = 2n ** 63n - 1n
export const MAX_UINT64 = 2n ** 64n - 1n
