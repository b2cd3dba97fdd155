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
  /** What happened, and what to do. */
  readonly message: string
  /** The number of rows or tenants that the finding is about. */
  readonly count: number
  /** The name of the grant in the options. */
  readonly grant: string
  /** The title of the dashboard. */
  readonly dashboard: string
  /** The name of the dataset in the descriptor. */
  readonly dataset: string
  /** The rules of the grant, in their order. Empty for a grant with `'all-rows'`. */
  readonly rules: readonly RuleOfGrant[]
}

/** A rule of a grant and the dataset of a finding. It never contains the clause, whose values are secrets. */
export interface RuleOfGrant {
  /** The place of the rule in the grant: `rls[0]`. */
  readonly rule: string
  /** Whether the rule is for all datasets, or names this dataset, or names only other datasets. */
  readonly scope: 'all-datasets' | 'this-dataset' | 'other-datasets'
  /** Whether the rule reaches the rows of this dataset: all of them, some, none, or nothing shows it. */
  readonly reaches: 'yes' | 'partly' | 'no' | 'unknown'
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
  /** The grant sees rows of a tenant that another grant sees, too. */
  'tenants-overlap': 'leak',
  /** The grant sees no rows, which proves nothing. */
  'no-rows': 'unproved',
  /**
   * Nothing shows whether a rule reaches the dataset: Superset refuses a query, the dataset has no values, or its rows cannot be
   * compared.
   */
  'reach-unknown': 'unproved',
  /** The dataset has more tenants than the proof reads. */
  'too-many-tenants': 'unproved',
  /** Superset refuses the query. Charts of the dashboard fail, too. */
  'query-fails': 'unproved',
} as const

/** The kind of a finding. */
export type FindingCode = keyof typeof FINDINGS
