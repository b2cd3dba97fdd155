import type { TableStates } from '../../core/table-states'
import type { FilterValues } from './filter-values'

/** What a permalink holds of the view of a dashboard. Its tab is in the address. */
export interface PermalinkView {
  /** The values of filters, by their ids. */
  readonly filters: FilterValues
  /** What the viewer did to interactive tables (Superset 6.1), by the number of the chart. */
  readonly tables: TableStates
}

/** A permalink as an issuer made it. */
export interface Permalink {
  /** The key with which the embedded page loads the view. Its reader needs a guest token too. */
  readonly key: string
  /**
   * The ids of filters and the numbers of tables that are not in it, because the dashboard does not have them or the values
   * of a filter have another form.
   */
  readonly leftOut: readonly string[]
}
