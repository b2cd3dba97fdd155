import type { Place } from './place'

/** The stable code of a finding, for programs. */
export type FindingCode =
  // a value can change the SQL
  | 'injection-in-quotes'
  | 'injection-bare'
  | 'injection-in-name'
  | 'injection-in-list'
  | 'injection-in-yaml'
  // the SQL differs from the intention
  | 'missing-key'
  | 'list-as-text'
  | 'condition-not-boolean'
  // a filter is not in the SQL
  | 'filter-left-out'
  // about the file
  | 'folded-comment'
  | 'push-refused'
  | 'not-followed'

export type InjectionCode = Extract<FindingCode, `injection-${string}`>

/** A fault of the model with this context, which shows or could show the wrong rows. */
export interface Finding {
  /** The stable code, for programs. */
  readonly code: FindingCode
  /** In the model. */
  readonly at: Place
  /** In the security context: `countries[]` is every entry of the list. Empty when the finding is about the file. */
  readonly path: string
  /** What happens. */
  readonly message: string
  /** What to do. */
  readonly advice: string
  /**
   * The whole model, changed as the advice describes. It never shows more rows than the model did. Absent when a person
   * has to decide.
   */
  readonly fixedModel?: string
  /** A value that changes the SQL, and the SQL with it. */
  readonly example?: FindingExample
}

/** A value that changes the SQL, and the SQL with it. */
export interface FindingExample {
  /** The value in place of the value of the context. */
  readonly value: string
  /** The field that changes. Absent when the rendered model is not YAML, or has other keys. */
  readonly field?: string
  /** The SQL of the field with the value. */
  readonly compiled?: string
}

/** A finding with an offset in the model in place of line and column. */
export type LocatedFinding = Omit<Finding, 'at'> & {
  /** In the model. */
  readonly offset: number
}
