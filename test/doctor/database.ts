/** Superset's own database. */
export interface Database {
  /** Runs a statement that changes something. */
  run(sql: string, ...values: readonly (string | number | null)[]): void
  one(sql: string, ...values: readonly (string | number)[]): Readonly<Record<string, string | number | null>>
}
