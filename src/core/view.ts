/**
 * What a viewer looks at in a dashboard: the open tab, and the filters. It is read from the page (reported-view) and given
 * back when the page starts again.
 */

import type { TableStates } from './table-states'

/** A filter as the address of a page carries it. */
export interface KeptFilter {
  /** What the filter adds to the queries of charts. */
  readonly extraFormData: Readonly<Record<string, unknown>>
  /** What the filter's control shows. */
  readonly filterState: { readonly value: unknown; readonly label?: string }
}

export type KeptFilters = Readonly<Record<string, KeptFilter>>

export interface KeptTables {
  readonly states: TableStates
  /** The key of a permalink that has these states, and no filters. Missing until the token route has made it. */
  readonly permalink?: string | undefined
}

export interface KeptView {
  /** The id of the tab that the viewer opened last, `TAB-…`. */
  readonly tab?: string | undefined
  /** The native filters that have a value or were cleared, by their ids. */
  readonly filters?: KeptFilters | undefined
  /** What the viewer did to interactive tables. Only a permalink gives it back to a page. */
  readonly tables?: KeptTables | undefined
  /** What the app wanted when this was kept. What the app wants from then on wins over what was kept. */
  readonly wanted?: WantedView | undefined
}

/** What the app wants the viewer to look at. */
export interface WantedView {
  readonly tab?: string | undefined
  /** Values, or filters as an address carries them, by id. */
  readonly filters: Readonly<Record<string, unknown>>
  /** The key of a permalink, which has the filters in place of `filters` until the page has reported them. */
  readonly permalink?: string | undefined
}
