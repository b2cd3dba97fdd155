import type { DashboardDescriptor } from '../../core/descriptor'
import type { SupersetOptions } from './settings'

/** Options that name the dashboard either way, as the code reads them before names are translated. */
export interface UntranslatedOptions extends Omit<SupersetOptions, 'activeTab' | 'onSelect'> {
  readonly id?: string | undefined
  readonly dashboard?: DashboardDescriptor | undefined
  readonly filters?: Readonly<Record<string, unknown>> | undefined
  readonly activeTab?: string | undefined
  readonly onSelect?: ((selection: never) => void) | undefined
}
