/** What a run has counted. */
export interface Tally {
  /** Clauses that were executed. */
  executed: number
  /** Clauses that matched a row of another tenant. */
  escapes: number
  /** Clauses that the database could not read. */
  syntaxErrors: number
  /** Clauses that matched other rows of the tenant than they should. */
  wrongRows: number
  /** The first few that failed. */
  readonly failures: string[]
}

export function createTally(): Tally {
  return { executed: 0, escapes: 0, syntaxErrors: 0, wrongRows: 0, failures: [] }
}

/** Keeps the first ten failures. */
export function note({ failures }: Tally, failure: string): void {
  if (failures.length < 10) failures.push(failure)
}
