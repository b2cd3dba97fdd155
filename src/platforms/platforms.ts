import type { Platform, PlatformName } from '../core/platform'
import { embeddable } from './embeddable/embeddable'
import type { EmbeddableOptions } from './embeddable/types'
import { type SupersetOptions, superset } from './superset/superset'

/** What an app may say of a dashboard, whichever system it turns out to be of. */
export type PlatformOptions = SupersetOptions & EmbeddableOptions

export function platformsOf(
  options: () => PlatformOptions,
): Readonly<Record<PlatformName, Platform<HTMLElement>>> {
  return { superset: superset(options), embeddable: embeddable(options) }
}
