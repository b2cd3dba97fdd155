import type { DashboardDescriptor } from '../core/descriptor'
import type { Platform } from '../core/platform'
import type { PlatformName } from '../core/platform-name'
import { embeddable } from './embeddable/embeddable'
import type { EmbeddableOptions } from './embeddable/types'
import type { ByDashboard, DashboardById } from './superset/named-options'
import { type SupersetOptions, superset } from './superset/superset'
import type { UntranslatedOptions } from './superset/untranslated-options'

/**
 * The dashboard, and the options of its system. Options of Superset and of Embeddable together are a type error. With the type
 * of a descriptor, filters, tabs and charts have their names.
 */
export type PlatformOptions<Dashboard extends DashboardDescriptor | undefined = undefined> = ByDashboard<
  Dashboard,
  DashboardById &
    (
      | (SupersetOptions & SupersetAddress & Without<EmbeddableOptions>)
      | (EmbeddableOptions & Without<SupersetOptions & SupersetAddress>)
    ),
  SupersetAddress & Without<EmbeddableOptions>
>

/** Where Superset is. */
export interface SupersetAddress {
  /** Superset's address, which may have a path. @default the provider's, or the address from the token route */
  readonly supersetDomain?: string | undefined
}

/** `title` is an option of every dashboard. */
type Without<Options> = { readonly [Name in Exclude<keyof Options, 'title'>]?: undefined }

export function platformsOf(
  options: () => UntranslatedOptions & EmbeddableOptions,
): Readonly<Record<PlatformName, Platform<HTMLElement>>> {
  return { superset: superset(options), embeddable: embeddable(options) }
}
