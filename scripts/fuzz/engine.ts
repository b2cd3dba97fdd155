import type { RlsDatabase } from 'guestpass/server'

/** A row of the table `t`; the canary alone is of tenant 2. */
export interface Row {
  readonly id: number
  readonly tenant: 1 | 2
  readonly v: string
  readonly n: number
  readonly big: bigint
  readonly made_at: Date
  readonly flag: boolean | null
}

/** A real database, with the table in it. */
export interface Engine {
  readonly name: string
  readonly version: string
  readonly database: RlsDatabase
  /** A hostile text without what cannot be data here: the builder refuses that. */
  readonly admitted: (text: string) => string
  /** What its LIKE reads of a text: SQLite's no further than a NUL. */
  readonly likeReads: (text: string) => string
  /** Replaces the rows of `t`. Values travel as parameters: no SQL of ours is between them and the table. */
  fill(rows: readonly Row[]): Promise<void>
  /** The rows of a query, in the order of its columns. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>
  /** Moves on to the next of the settings that change how SQL is read, where the engine has any. */
  nextSettings(): Promise<void>
  stop(): Promise<void>
}
