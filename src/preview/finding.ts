import type { Place } from './place'

/** What can be wrong with a model: stable, for machines. */
export type FindingCode =
  // a value can change the SQL
  | 'injection-in-quotes'
  | 'injection-bare'
  | 'injection-in-name'
  | 'injection-in-list'
  | 'injection-in-yaml'
  // the SQL is not what was meant
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

/** Something about the model and this context that shows other rows than meant, or could. */
export interface Finding {
  /** What kind of thing it is. */
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
   * The whole model, changed as the advice says. It never shows more rows than the model did. Absent when a person has
   * to decide.
   */
  readonly fixedModel?: string
  /** A value that does it, and what the field becomes. */
  readonly example?: FindingExample
}

/** A value that does it, and what the field then compiles to. */
export interface FindingExample {
  /** What was put in place of the context's own. */
  readonly value: string
  /** Nothing when the model is no YAML any more, or has other keys. */
  readonly field?: string
  /** What the field then says. */
  readonly compiled?: string
}

/** A finding before its place was counted. */
export type Found = Omit<Finding, 'at'> & {
  /** In the model. */
  readonly offset: number
}
