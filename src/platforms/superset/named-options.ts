/** The options of a dashboard with a descriptor. Filters, tabs and charts have their names in them, and not their ids. */

import type { DashboardDescriptor } from '../../core/descriptor'
import type { SupersetOptions } from './settings'
import type { FilterMask, NativeFilterValue } from './types'
import type { ChartSelection } from './view-options'

/** The dashboard by its embed id. Filters, tabs and charts then have their ids. */
export interface DashboardById {
  /** The embed id, as the system shows it. In Superset it is in the dialog "Embed dashboard". */
  readonly id: string
  /** Takes the place of `id`: a constant that `npx guestpass generate` wrote. */
  readonly dashboard?: undefined
  /** Needs `dashboard`. Without it, set `nativeFilters` by id. */
  readonly filters?: undefined
}

// The type of `filters` has no name, so that an error of the compiler lists the filters with what they take.
/** The dashboard by its descriptor, and the options that take names of the descriptor. Superset and Preset. */
export interface DashboardByName<Dashboard extends DashboardDescriptor>
  extends Omit<SupersetOptions, 'nativeFilters' | 'activeTab' | 'onSelect'> {
  /** The dashboard: a constant that `npx guestpass generate` wrote. */
  readonly dashboard: Dashboard
  /** The descriptor has the embed id. */
  readonly id?: undefined
  /** Set `filters`, by name. */
  readonly nativeFilters?: undefined
  /**
   * The values of the dashboard's filters, by name. `null` is a cleared filter. Up to 6.1 a change starts the page again,
   * because the page cannot apply it. @default the dashboard's own
   */
  readonly filters?:
    | {
        readonly [Name in keyof Dashboard['filters']]?:
          | DashboardFilterValue<Dashboard['filters'][Name], Dashboard['datasets']>
          | undefined
      }
    | undefined
  /** The title of the tab to open. `view` wins. @default the dashboard's first tab */
  readonly activeTab?: NameOf<Dashboard['tabs']> | undefined
  /**
   * Called when the viewer clicks into a chart, and when the selection is released: `chart` is then `null`. 6.0 and later, for
   * dashboards with cross-filters.
   */
  readonly onSelect?: ((selection: NamedSelection<NameOf<Dashboard['charts']>>) => void) | undefined
}

/**
 * `ById` without the type of a descriptor, and otherwise the options by name and `Others`. A type that is not known, as in
 * `ComponentProps`, allows both.
 */
export type ByDashboard<Dashboard extends DashboardDescriptor | undefined, ById, Others> = [
  Dashboard,
] extends [undefined]
  ? ById
  : undefined extends Dashboard
    ? ById | (DashboardByName<NonNullable<Dashboard>> & Others)
    : DashboardByName<NonNullable<Dashboard>> & Others

/** A click into a chart of a descriptor. */
export interface NamedSelection<Name extends string = string> {
  /** The name of the chart, or `null` when the selection is released. */
  readonly chart: Name | null
  /** The values that the click selects, by the name of their column. Empty when the selection is released. */
  readonly values: ChartSelection['values']
}

/** The names of the filters, tabs or charts of a descriptor. */
export type NameOf<Things> = `${Extract<keyof Things, string | number>}`

/** The values of filters of a descriptor, by name. */
export type DashboardFilters<Dashboard extends DashboardDescriptor> = NonNullable<
  DashboardByName<Dashboard>['filters']
>

/** The value of one filter. A filter of a plugin takes any value, or the whole mask as Superset has it. */
export type DashboardFilterValue<Filter, Datasets> = Filter extends { readonly kind: 'select' }
  ? SelectValue<Filter, ColumnValue<Filter, Datasets> | null>
  : Filter extends { readonly kind: 'range' }
    ? readonly [from: number | null, to: number | null] | null
    : Filter extends { readonly kind: 'time' | 'timegrain' | 'timecolumn' }
      ? string | null
      : NativeFilterValue | FilterMask

/** A list of values, and of one value where a viewer can choose only one. */
export type SelectValue<Filter, Value> = Filter extends { readonly multiple: false }
  ? readonly [Value, ...ThisFilterTakesOneValue[]] | null
  : readonly Value[] | null

/** Stands for a second value where a viewer can choose only one. No value has this type. */
export interface ThisFilterTakesOneValue {
  /** No value has this property. */
  readonly mistake: never
}

/** The value of a row in the column of a filter. */
export type ColumnValue<Filter, Datasets> = Filter extends {
  readonly dataset: infer Dataset extends keyof Datasets
  readonly column: infer Column
}
  ? Datasets[Dataset] extends { readonly columns: { readonly [Name in Column & string]: infer Type } }
    ? ValueByType[Type & keyof ValueByType]
    : ValueByType['unknown']
  : ValueByType['unknown']

/** What rows hold, by the type of the column. Some databases have 0 and 1 for false and true, and milliseconds for times. */
export interface ValueByType {
  /** A number. */
  readonly number: number
  /** A text. */
  readonly text: string
  /** A time as a text, or in milliseconds. */
  readonly time: string | number
  /** A truth value, or 0 and 1. */
  readonly boolean: boolean | number
  /** A column whose type is not known. */
  readonly unknown: string | number | boolean
}
