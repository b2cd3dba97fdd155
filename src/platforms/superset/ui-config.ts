import { GuestpassError } from '../../core/errors'

/** What the dashboard shows around its charts; the names are the official SDK's. */
export interface DashboardUiConfig {
  /** Leaves out the dashboard's title. @default false */
  readonly hideTitle?: boolean
  /** Leaves out its tabs. @default false */
  readonly hideTab?: boolean
  /** Leaves out the menu of each chart. @default false */
  readonly hideChartControls?: boolean
  /** Lets the page tell of its filters; off, readiness and height are noticed later. @default true */
  readonly emitDataMasks?: boolean
  /** Says on a chart when its rows were cut off. @default false */
  readonly showRowLimitWarning?: boolean
  /** The bar of native filters. */
  readonly filters?: {
    /** Whether there is one. @default the dashboard's own */
    readonly visible?: boolean
    /** Whether it is open. @default the dashboard's own */
    readonly expanded?: boolean
  }
  /** What charts read with `url_param()`; a list is joined with commas. */
  readonly urlParams?: Readonly<Record<string, UrlParam | readonly UrlParam[] | undefined>>
}

type UrlParam = string | number | boolean | null

/** Up to Superset 6.0 bit 2 was read by nobody and bit 4 hid the tabs: both together hide them everywhere. */
const UI_BITS = {
  hideTitle: 1,
  hideTab: 2 + 4,
  hideChartControls: 8,
  emitDataMasks: 16,
  showRowLimitWarning: 32,
} as const

const FILTERS = { visible: 'show_filters', expanded: 'expand_filters' } as const

/**
 * Says it in the query of the embedded page's address, after what other options already say there.
 *
 * @throws {GuestpassError} `option-invalid` for an unknown name, and for a parameter that another option says.
 */
export function addUiConfig(url: URL, config: DashboardUiConfig): void {
  const { filters = {}, urlParams = {}, ...switches } = config
  let uiConfig = 0
  for (const [name, isOn] of Object.entries({ emitDataMasks: true, ...switches })) {
    const bit = own(UI_BITS, name, 'dashboardUiConfig')
    if (isOn ?? name === 'emitDataMasks') uiConfig += bit
  }
  const said = url.searchParams
  said.set('uiConfig', String(uiConfig))
  for (const [name, isOn] of Object.entries(filters)) {
    const parameter = own(FILTERS, name, 'dashboardUiConfig.filters')
    if (isOn !== undefined) said.set(parameter, String(isOn))
  }
  for (const [name, value] of Object.entries(urlParams)) {
    if (said.has(name) || Object.values<string>(FILTERS).includes(name)) {
      throw new GuestpassError('option-invalid', `urlParams.${name}: another option says that.`)
    }
    // Superset reads one value of a name, and so a list has to be one.
    if (value !== undefined && value !== null) said.set(name, String(value))
  }
}

function own<Known extends object>(known: Known, name: string, path: string): Known[keyof Known] {
  if (Object.hasOwn(known, name)) return known[name as keyof Known]
  throw new GuestpassError(
    'option-invalid',
    `${path}.${name} is not known; ${Object.keys(known).join(', ')} are.`,
  )
}
