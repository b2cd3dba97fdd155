import type { DashboardDescriptor } from '../../core/descriptor'
import type { SupersetOptions } from './settings'

/** Options that name the dashboard either way, as the code reads them before names are translated. */
export interface UntranslatedOptions extends Omit<SupersetOptions, 'activeTab' | 'onSelect'> {
  /** The embed id. */
  readonly id?: string | undefined
  /** Takes the place of `id`: a constant that `npx guestpass generate` wrote. Superset and Preset. */
  readonly dashboard?: DashboardDescriptor | undefined
  /** Needs `dashboard`: the values of its filters, by name. @default the dashboard's own */
  readonly filters?: Readonly<Record<string, unknown>> | undefined
  /** The tab to open: its title with `dashboard`, and otherwise its id. `view` wins. @default the dashboard's first tab */
  readonly activeTab?: string | undefined
  /** Called when the viewer clicks into a chart. With `dashboard` the chart has its name, and otherwise its number. */
  readonly onSelect?: ((selection: never) => void) | undefined
}
