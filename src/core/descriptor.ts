/** The description of a dashboard that `npx guestpass generate` writes: what the browser and the server know it by. */

/**
 * A dashboard with its names: a constant of the file that `npx guestpass generate` writes. It has no rows, no SQL and no
 * secrets. Options that take it translate its names into Superset's ids.
 */
export interface DashboardDescriptor {
  /** The embed id, as Superset shows it under "Embed dashboard". */
  readonly embedId: string
  /** The number of the dashboard in Superset. */
  readonly numericId: number
  /** The title of the dashboard. */
  readonly title: string
  /** `false` when the author has switched cross-filters off: `onSelect` is then never called. @default true */
  readonly crossFilters?: boolean | undefined
  /** The filters of the filter bar, by name. */
  readonly filters: Readonly<Record<string, DescribedFilter>>
  /** The ids of the tabs (`TAB-…`), by title. A tab inside a tab has its path: `Details / By month`. */
  readonly tabs: Readonly<Record<string, string>>
  /** The charts, by their name on the dashboard. */
  readonly charts: Readonly<Record<string, DescribedChart>>
  /** The datasets that charts and filters of the dashboard use, by name. */
  readonly datasets: Readonly<Record<string, DescribedDataset>>
}

/** A filter of a descriptor. */
export interface DescribedFilter {
  /** The id in Superset, `NATIVE_FILTER-…`. */
  readonly id: string
  /** `select`, `range`, `time`, `timegrain`, `timecolumn`, or the name of a plugin. */
  readonly kind: string
  /** The name of its dataset in the descriptor. Not set for a filter without a dataset. */
  readonly dataset?: string | undefined
  /** The column that it filters. Not set for a filter without a column. */
  readonly column?: string | undefined
  /** Whether a viewer can choose several values. */
  readonly multiple: boolean
  /** Whether the dashboard needs a value. */
  readonly required: boolean
  /** Whether the filter has a value from the start. */
  readonly hasDefault: boolean
  /** Whether the chosen values are left out, and all others shown. @default false */
  readonly inverse?: boolean | undefined
}

/** A chart of a descriptor. */
export interface DescribedChart {
  /** The number of the chart in Superset. */
  readonly id: number
  /** Superset's `viz_type`, for example `pie`. */
  readonly kind: string
  /** The name of its dataset in the descriptor. Not set for a chart without a dataset. */
  readonly dataset?: string | undefined
}

/** A dataset of a descriptor: of one table, or virtual. */
export type DescribedDataset = DescribedColumns &
  (
    | {
        /** The name of the table. */
        readonly table: string
      }
    | {
        /** The dataset is a query. */
        readonly virtual: true
      }
  )

/** What every dataset of a descriptor has. */
export interface DescribedColumns {
  /** The number of the dataset in Superset. */
  readonly id: number
  /** The types of the columns, by name. */
  readonly columns: Readonly<Record<string, ColumnType>>
  /** The names of the metrics. */
  readonly metrics: readonly string[]
}

/** The type of a column, as Superset groups the types of databases. */
export type ColumnType = 'number' | 'text' | 'time' | 'boolean' | 'unknown'
