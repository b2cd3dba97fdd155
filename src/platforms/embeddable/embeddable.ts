/**
 * Embeddable as a platform: an element in the page itself. What that takes is loaded when the first dashboard of
 * Embeddable's comes, so that a page which has none pays next to nothing for it.
 */

import { systemClock } from '../../client/clock'
import { deadlineMs } from '../../client/deadline'
import { onDeadline } from '../../client/visible-time'
import { GuestpassError } from '../../core/errors'
import { expiresInMs } from '../../core/guest-token'
import type { Channel, Platform } from '../../core/platform'
import type { EmbeddableOptions } from './types'

/**
 * What the part that is loaded later is handed: if it imported from what is there already, a bundler would cut that in
 * two, and every page that never loads it would pay 500 B for the cut.
 */
const SHARED = { GuestpassError, deadlineMs, expiresInMs, onDeadline, systemClock }

export type Shared = typeof SHARED

/** @param options are asked for when they are needed, so that `update()` and the next element see a change. */
export function embeddable(options: () => EmbeddableOptions): Platform<HTMLElement> {
  return {
    open(target, report) {
      let channel: Channel | undefined
      let isClosed = false
      const opening = import('./place').then(({ openPlace }) => {
        if (!isClosed) channel = openPlace(target, options, report, SHARED)
      })
      // A browser that could not load a part does not try again before the page is loaded anew.
      const fail = (cause: unknown) =>
        isClosed ||
        report({
          type: 'failed',
          error: new GuestpassError('unreachable', 'A script does not load.', { cause }),
        })
      opening.catch(fail)
      /** In the order of the calls, as soon as there is something to call. */
      const use = (act: (channel: Channel) => void) => void opening.then(() => channel && act(channel), fail)
      return {
        authenticate: (token) => use((place) => place.authenticate(token)),
        reload: () => use((place) => place.reload()),
        update: () => use((place) => place.update()),
        call: async (method) => channel?.call(method),
        close() {
          isClosed = true
          channel?.close()
          channel = undefined
        },
      }
    },
  }
}
