/**
 * Embeddable as a platform: a custom element in the app's own page. Its code is loaded when the first Embeddable dashboard
 * is opened, so that a page without such a dashboard does not pay for it.
 */

import type { Platform } from '../../core/platform'
import { openOnDemand } from '../open-on-demand'
import type { EmbeddableOptions } from './types'

/** @param options are read when they are needed, so that `update()` and the next element use a change */
export function embeddable(options: () => EmbeddableOptions): Platform<HTMLElement> {
  return {
    open: (target, report) =>
      openOnDemand(async () => {
        const { openElementChannel } = await import('./element-channel')
        return () => openElementChannel(target, options, report)
      }, report),
  }
}
