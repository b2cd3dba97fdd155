/**
 * Embeddable as a platform: a custom element in the app's own page. Its code is loaded when the first Embeddable dashboard
 * is opened, so that a page without such a dashboard does not pay for it.
 */

import { systemClock } from '../../client/clock'
import { deadlineMs } from '../../client/deadline'
import { onPolicyViolation } from '../../client/policy-violation'
import { onDeadline } from '../../client/visible-time'
import { GuestpassError, toGuestpassError } from '../../core/errors'
import { expiresInMs } from '../../core/guest-token'
import type { Channel, Platform } from '../../core/platform'
import type { Dependencies } from './dependencies'
import type { EmbeddableOptions } from './types'

const DEPENDENCIES: Dependencies = {
  GuestpassError,
  toGuestpassError,
  deadlineMs,
  expiresInMs,
  onDeadline,
  onPolicyViolation,
  systemClock,
}

/** @param options are read when they are needed, so that `update()` and the next element use a change */
export function embeddable(options: () => EmbeddableOptions): Platform<HTMLElement> {
  return {
    open(target, report) {
      let channel: Channel | undefined
      let isClosed = false
      const opening = import('./element-channel').then(({ openElementChannel }) => {
        if (!isClosed) channel = openElementChannel(target, options, report, DEPENDENCIES)
      })
      // A browser that could not load a part does not try again before the page is loaded again.
      const fail = (cause: unknown) =>
        isClosed ||
        report({
          type: 'failed',
          error: new GuestpassError('unreachable', 'A script of the app does not load.', { cause }),
        })
      opening.catch(fail)
      /** In the order of the calls, as soon as the channel is open. */
      const use = (act: (channel: Channel) => void) => void opening.then(() => channel && act(channel), fail)
      return {
        authenticate: (token) => use((open) => open.authenticate(token)),
        reload: (mode) => use((open) => open.reload(mode)),
        update: () => use((open) => open.update()),
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
