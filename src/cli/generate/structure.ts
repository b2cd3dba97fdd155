/**
 * The structure of a dashboard: what `guestpass generate` reads from Superset and what it reads back from its own file.
 *
 * It holds names, ids and kinds. It never holds rows, SQL, the values of a filter's default, or secrets.
 */

import type { ColumnType } from '../../core/descriptor'

export interface Structure {
  readonly embedId: string
  readonly numericId: number
  readonly title: string
  readonly slug: string | null
  /** Whether a click into a chart filters the other charts. Without that, `onSelect` is never called. */
  readonly crossFilters: boolean
  /** In Superset's order. */
  readonly filters: readonly Filter[]
  /** In Superset's order, each tab before the tabs inside it. */
  readonly tabs: readonly Tab[]
  readonly charts: readonly Chart[]
  /** The datasets that charts and filters of the dashboard use. */
  readonly datasets: readonly Dataset[]
}

export interface Filter {
  readonly name: string
  /** `NATIVE_FILTER-…` */
  readonly id: string
  /** `select`, `range`, `time`, `timegrain` or `timecolumn`. The filter of a plugin has the plugin's own name. */
  readonly kind: string
  /** Not set for a filter without a dataset, for example a time filter. */
  readonly datasetId: number | undefined
  readonly column: string | undefined
  /** Whether a viewer can choose several values. */
  readonly multiple: boolean
  /** Whether the dashboard needs a value. */
  readonly required: boolean
  /** Whether the filter has a value from the start. The value itself may be a value of a row, so it is never read. */
  readonly hasDefault: boolean
  /** Whether the filter leaves out the chosen values, and shows all others. */
  readonly inverse: boolean
}

export interface Tab {
  /** The titles of the tabs around it and its own title, joined by ` / `. */
  readonly name: string
  /** `TAB-…` */
  readonly id: string
}

export interface Chart {
  readonly name: string
  readonly id: number
  /** Superset's `viz_type`, for example `pie`. */
  readonly kind: string
  readonly datasetId: number | undefined
}

export interface Dataset {
  readonly name: string
  readonly id: number
  /** The exact name of its table, as `rls` takes it for ClickHouse. `undefined` for a virtual dataset. */
  readonly table: string | undefined
  readonly columns: readonly Column[]
  readonly metrics: readonly string[]
}

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** The name as it is written: composed as Unicode recommends, without spaces around it. Something unnamed has its id. */
export function nameOf(text: unknown, id: string | number): string {
  return (typeof text === 'string' ? text.normalize('NFC').trim() : '') || String(id)
}

/** By the code units of the text, so that the order is the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
