import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'

/** What the dashboard shows around its charts. The names are those of the official SDK. */
export interface DashboardUiConfig {
  /** Hides the dashboard's title. @default false */
  readonly hideTitle?: boolean | undefined
  /** Hides the tabs. @default false */
  readonly hideTab?: boolean | undefined
  /** Hides the menu of each chart. @default false */
  readonly hideChartControls?: boolean | undefined
  /** Lets the page report its filters. Without the reports, readiness and height are noticed later. @default true */
  readonly emitDataMasks?: boolean | undefined
  /** Shows on a chart that its rows were cut off. @default false */
  readonly showRowLimitWarning?: boolean | undefined
  /** The bar of native filters. */
  readonly filters?:
    | {
        /** Whether the bar is there. @default the dashboard's setting */
        readonly visible?: boolean | undefined
        /** Whether the bar is open. @default the dashboard's setting */
        readonly expanded?: boolean | undefined
      }
    | undefined
  /**
   * What charts read with `url_param()`. A list is joined with commas. For `native_filters` and `preselect_filters` use the
   * option `nativeFilters`, and for `anchor` the option `activeTab`.
   */
  readonly urlParams?: Readonly<Record<string, UrlParam | readonly UrlParam[] | undefined>> | undefined
}

/** A value that a chart reads with `url_param()`. */
export type UrlParam = string | number | boolean | null

/** Up to 6.0 bit 2 had no effect and bit 4 hid the tabs. Both together hide the tabs in every release. */
const UI_BITS = {
  hideTitle: 1,
  hideTab: 2 + 4,
  hideChartControls: 8,
  emitDataMasks: 16,
  showRowLimitWarning: 32,
} as const

const FILTERS = { visible: 'show_filters', expanded: 'expand_filters' } as const

/**
 * Adds the config to the query of the embedded page's address, after the parameters of other options.
 *
 * @throws {GuestpassError} `option-invalid` for an unknown name, and for a parameter that another option sets.
 */
export function addUiConfig(query: URLSearchParams, config: DashboardUiConfig = {}): void {
  const { filters, urlParams, ...switches } = ownProperties(config)
  let uiConfig = 0
  for (const [name, isOn] of Object.entries({ emitDataMasks: true, ...switches })) {
    const bit = bitOf(UI_BITS, name, '')
    if (isOn ?? name === 'emitDataMasks') uiConfig += bit
  }
  query.set('uiConfig', String(uiConfig))
  for (const [name, isOn] of entriesOf('filters', filters)) {
    const parameter = bitOf(FILTERS, name, 'filters.')
    if (isOn !== undefined) query.set(parameter, String(isOn))
  }
  // Superset ignores the last two in an embedded page (measured on 6.1). The options for them work.
  const taken: readonly string[] = [...Object.values(FILTERS), 'preselect_filters', 'anchor']
  for (const [name, value] of entriesOf('urlParams', urlParams)) {
    if (query.has(name) || taken.includes(name)) {
      throw new GuestpassError('option-invalid', `urlParams.${name} is already set by another option.`)
    }
    // Superset reads one value of a name, so a list becomes one value.
    if (value !== undefined && value !== null) query.set(name, String(value))
  }
}

function entriesOf<Value>(name: string, value: Readonly<Record<string, Value>> = {}): [string, Value][] {
  if (typeof value === 'object' && value) return Object.entries(value)
  throw new GuestpassError('option-invalid', `dashboardUiConfig.${name} is not an object.`)
}

function bitOf<Known extends object>(known: Known, name: string, path: string): Known[keyof Known] {
  if (Object.hasOwn(known, name)) return known[name as keyof Known]
  throw new GuestpassError(
    'option-invalid',
    `dashboardUiConfig.${path}${name} is not known. Use ${Object.keys(known).join(', ')}.`,
  )
}
