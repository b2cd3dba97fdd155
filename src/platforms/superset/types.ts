/** What travels between the app and an embedded dashboard, as Superset has it. */

import type { ScrollSize } from '../../core/scroll-policy'

export type { ScrollSize }

/** What one chart or filter contributes to the queries of a dashboard. */
export interface FilterMask {
  /** The filter's own id, `NATIVE_FILTER-…`. */
  readonly id?: string
  /** What is added to queries: `filters`, `time_range` and the like. */
  readonly extraFormData?: Readonly<Record<string, unknown>>
  /** What the control shows. */
  readonly filterState?: {
    /** What is chosen. */
    readonly value?: unknown
    /** How the control words it. */
    readonly label?: string
    readonly [key: string]: unknown
  }
  /** What a chart keeps for itself, a table's page for one. */
  readonly ownState?: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

/** By the id of the filter (`NATIVE_FILTER-…`) or of the chart. */
export type DataMask = Readonly<Record<string, FilterMask>>

/** A data mask as the embedded page reports it after a change, with flags that show what changed. */
export type ObservedDataMask = {
  /** Whether a click into a chart changed it. */
  readonly crossFiltersChanged: boolean
  /** Whether a filter of the dashboard's changed it. */
  readonly nativeFiltersChanged: boolean
} & { readonly [id: string]: FilterMask | boolean }

/** The state of charts by their numbers, for example the sorting and the columns of a table. */
export type ChartStates = Readonly<
  Record<
    string,
    {
      /** The chart's number. */
      readonly chartId?: number
      /** What kind of chart it is, as Superset calls it. */
      readonly vizType?: string
      /** Whatever a chart of that kind keeps. */
      readonly state?: unknown
    }
  >
>

/** What a chart would ask the API for, by the number of the chart. */
export type ChartDataPayloads = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Which of its themes Superset shows; `system` is the viewer's own choice. */
export type ThemeMode = 'default' | 'dark' | 'system'

/** Superset's themes, for its light mode and its dark one. */
export interface ThemeConfig {
  /** The light theme, and the default. */
  readonly theme_default: Theme
  /** By night. */
  readonly theme_dark?: Theme
}

/** Ant Design's theme, which Superset takes as it is. */
export interface Theme {
  /** Ant Design's design tokens, `colorPrimary` for one. */
  readonly token?: Readonly<Record<string, unknown>>
  /** Design tokens of single components, by their names. */
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** `default`, `dark`, `compact`, or several. */
  readonly algorithm?: string | readonly string[]
  readonly [key: string]: unknown
}

/** The answer to a theme that was set. */
export interface ThemeAnswer {
  /** Whether the page reports that it has applied the theme. */
  readonly success: boolean
  /** The page's own words. */
  readonly message: string
}

/**
 * The value of a native filter, as a viewer would choose it: a list for a select, `[from, to]` for a range of
 * numbers, text like `'Last month'` for a range of time; `null` for no value.
 */
export type NativeFilterValue = Scalar | readonly Scalar[]

type Scalar = string | number | boolean | null

/** By the id of the filter, `NATIVE_FILTER-…`. */
export type NativeFilterValues = Readonly<Record<string, NativeFilterValue>>

/** A value, or the whole mask where the value alone does not say it. */
export type NativeFilters = Readonly<Record<string, NativeFilterValue | FilterMask>>
