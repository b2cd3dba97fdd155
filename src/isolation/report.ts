/** What a proof of isolation found. It contains names, numbers and counts, and never a value of a row or a rule. */
export interface IsolationReport {
  /**
   * `proved`: every grant saw rows, and only those of its tenants. `leak`: a grant sees rows that it should not see, or a rule
   * does not arrive. `nothing-proved`: no grant saw a row, or a query failed.
   */
  readonly outcome: 'proved' | 'leak' | 'nothing-proved'
  /** The leaks, and what keeps the proof from being one. */
  readonly findings: readonly IsolationFinding[]
  /** What the proof looked at. */
  readonly checked: {
    /** The dashboards of the options. */
    readonly dashboards: number
    /** The datasets that their charts and filters use, without shared datasets. */
    readonly datasets: number
    /** The grants of the options. */
    readonly grants: number
    /** Calls to Superset. */
    readonly queries: number
  }
  /** What the proof cannot show, as sentences. */
  readonly notProved: readonly string[]
}

/** One finding of a proof. */
export interface IsolationFinding {
  /** The kind of the finding. */
  readonly code: FindingCode
  /** The name of the grant in the options. */
  readonly grant: string
  /** The title of the dashboard. */
  readonly dashboard: string
  /** The name of the dataset in the descriptor. */
  readonly dataset: string
  /** What happened, and what to do. */
  readonly message: string
  /** The number of rows or tenants that the finding is about. */
  readonly count: number
}

/** Whether a finding is a leak, or keeps the proof from being one. */
export const FINDINGS = {
  /** The grant is written as `'all-rows'`. */
  'all-rows': 'leak',
  /** Rows still come when every rule of the grant is replaced by a rule that is never true: all of them, or some. */
  'rule-does-not-reach': 'leak',
  /** The grant sees rows of tenants that are not its own. */
  'foreign-rows': 'leak',
  /** The grant sees rows without a tenant. */
  'rows-without-tenant': 'leak',
  /** Two grants see rows of the same tenant. */
  'tenants-overlap': 'leak',
  /** The grant sees no rows, which proves nothing. */
  'no-rows': 'unproved',
  /** Nothing shows whether a rule reaches the dataset: Superset refuses a query, or the dataset has no values. */
  'reach-unknown': 'unproved',
  /** The dataset has more tenants than the proof reads. */
  'too-many-tenants': 'unproved',
  /** Superset refuses the query. Charts of the dashboard fail, too. */
  'query-fails': 'unproved',
} as const

/** The kind of a finding. */
export type FindingCode = keyof typeof FINDINGS
