/** What the dashboard shows around its charts; the names are the official SDK's. */
export interface DashboardUiConfig {
  readonly hideTitle?: boolean
  readonly hideTab?: boolean
  readonly hideChartControls?: boolean
  readonly emitDataMasks?: boolean
  readonly showRowLimitWarning?: boolean
  readonly filters?: {
    readonly visible?: boolean
    readonly expanded?: boolean
  }
  readonly urlParams?: Readonly<Record<string, string | number | boolean>>
}

/** Up to Superset 6.0 bit 2 was read by nobody and bit 4 hid the tabs: both together hide them everywhere. */
const UI_BITS = {
  hideTitle: 1,
  hideTab: 2 + 4,
  hideChartControls: 8,
  emitDataMasks: 16,
  showRowLimitWarning: 32,
} as const

/** Says it in the query of the embedded page's address. */
export function addUiConfig(url: URL, config: DashboardUiConfig): void {
  const { filters, urlParams } = config
  let uiConfig = 0
  for (const [name, bit] of Object.entries(UI_BITS)) {
    if (config[name as keyof typeof UI_BITS]) uiConfig += bit
  }
  const query = {
    uiConfig: uiConfig || undefined,
    show_filters: filters?.visible,
    expand_filters: filters?.expanded,
    ...urlParams,
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
}
