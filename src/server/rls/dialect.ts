import type { Refuse } from './refuse'

/** The database under the datasets, by the name Superset has for it; `mysql` is MariaDB's too. */
export type RlsDialect = 'postgresql' | 'mysql' | 'sqlite' | 'duckdb' | 'ansi'

/** How one database writes names and values. */
export interface Dialect {
  readonly column: (parts: readonly string[], refuse: Refuse) => string
  readonly text: (text: string, refuse: Refuse) => string
  /** A pattern of LIKE; `text` in it is escaped already, `before` and `after` are `%` or nothing. */
  readonly pattern: (before: string, text: string, after: string, refuse: Refuse) => string
  readonly number: (digits: string) => string
  readonly boolean: (is: boolean) => string
  /** `at` is written in UTC. */
  readonly timestamp: (at: string) => string
  /** What it holds exactly as an integer: from −2⁶³ to this. */
  readonly maxInteger: bigint
}

export const MAX_INT64 = 2n ** 63n - 1n
export const MAX_UINT64 = 2n ** 64n - 1n
