import type { AtLeastOne, RlsDatabase, RlsDataset } from 'guestpass/server'

/** A row of the table `t`. Only the canary is of tenant 2. */
export interface Row {
  readonly id: number
  readonly tenant: 1 | 2
  readonly v: string | null
  readonly n: number
  readonly big: bigint
  readonly made_at: Date
  readonly flag: boolean | null
}

/** What clauses and rows for a database have to respect. */
export interface Traits {
  readonly database: RlsDatabase
  /** How a rule names the table, if clauses need it. A column is then written without its table. */
  readonly datasets?: AtLeastOne<RlsDataset>
  /** A hostile text without the characters that cannot be data here: the builder refuses those. */
  readonly admitted: (text: string) => string
  /** What LIKE reads of a text: SQLite's reads no further than a NUL. */
  readonly likeReads: (text: string) => string
}

/** A real database, with the table in it. */
export interface Engine extends Traits {
  readonly name: string
  readonly version: string
  /** Selected expressions whose aliases hide a column here, unless a clause prevents it. */
  readonly aliases?: readonly string[]
  /** Replaces the rows of `t`. Values travel as parameters or data: no SQL of ours is between them and the table. */
  fill(rows: readonly Row[]): Promise<void>
  /** The rows of a query, in the order of its columns. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>
  /** Moves on to the next of the settings that change how SQL is read, if the engine has any. */
  nextSettings(): Promise<void>
  stop(): Promise<void>
}
