import type { Platform } from '../core/platform'
import type { PlatformName } from '../core/platform-name'
import { embeddable } from './embeddable/embeddable'
import type { EmbeddableOptions } from './embeddable/types'
import { type SupersetOptions, superset } from './superset/superset'

/** The options of one system. Options of Superset and of Embeddable together are a type error. */
export type PlatformOptions =
  | (SupersetOptions & SupersetAddress & Without<EmbeddableOptions>)
  | (EmbeddableOptions & Without<SupersetOptions & SupersetAddress>)

/** Where Superset is. */
export interface SupersetAddress {
  /** Superset's address, which may have a path. @default the provider's, or the address from the token route */
  readonly supersetDomain?: string | undefined
}

/** `title` is an option of every dashboard. */
type Without<Options> = { readonly [Name in Exclude<keyof Options, 'title'>]?: undefined }

export function platformsOf(
  options: () => SupersetOptions & EmbeddableOptions,
): Readonly<Record<PlatformName, Platform<HTMLElement>>> {
  return { superset: superset(options), embeddable: embeddable(options) }
}
