import type { BuiltClause } from './built-clause'

/**
 * A row-level security rule. Several rules are joined with AND: a row shows if all of them allow it.
 *
 * @example
 * { clause: sql.eq('organisation_id', 7), datasets: [21, 34] }
 */
export interface RlsRule {
  /** What Superset pastes into the WHERE of its queries: made by `rls(…)`, or your own SQL, which must not contain a value. */
  readonly clause: string | BuiltClause
  /**
   * The datasets that the rule is for. It becomes one rule of Superset for each of them. Name the table's dataset and
   * every virtual dataset over the table. @default every dataset
   */
  readonly datasets?: AtLeastOne<RlsDataset>
}

/**
 * A dataset: its number in Superset, or a dataset of a constant that `npx guestpass generate` wrote, such as
 * `sales.datasets.orders`. A clause of `clickhousedb` also needs the table's name, because it writes every
 * column with its table: `{ id: 21, table: 'orders' }`, or `{ id: 34, virtual: true }` for a virtual dataset.
 */
export type RlsDataset =
  | number
  | {
      /** The number of the dataset. */
      readonly id: number
      /** The name of its table, for `clickhousedb`. */
      readonly table: string
    }
  | {
      /** The number of the dataset. */
      readonly id: number
      /** The dataset is virtual: Superset calls its query `virtual_table`. */
      readonly virtual: true
    }

/**
 * A list with at least one entry. The compiler does not know that of the array that `map` returns:
 * `const [first, ...others] = ids.map(…)`, and then `first && [first, ...others]`.
 */
export type AtLeastOne<T> = readonly [T, ...T[]]

/** A rule as a guest token contains it. Superset drops unknown fields, and a rule without `dataset` is for all datasets. */
export interface SupersetRule {
  readonly clause: string
  readonly dataset?: number
}
