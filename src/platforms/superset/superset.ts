/**
 * Superset (and Preset) as a platform: an iframe, and a MessagePort into the page inside it.
 *
 * On EVERY load of the frame a new port is transferred, because the page that had the old one is gone: the
 * first load, a reload, a navigation inside the frame. The page keeps the first port it is given and answers
 * calls from then on, so the answer to a first `getScrollSize` is the proof that it is there and listening.
 * Only then does the embed send its token, and only through that port, which the browser hands over to the
 * platform's exact origin and to no other.
 */

import { GuestpassError } from '../../core/errors'
import type { Platform } from '../../core/platform'
import { embedUrl } from './embed-url'
import { watchDashboard } from './evidence'
import { createFrame, type FrameOptions } from './frame'
import { createSwitchboard, type Switchboard } from './switchboard'
import type { DashboardUiConfig } from './ui-config'
import { onDeadline } from './visible-time'

export interface SupersetOptions extends FrameOptions {
  readonly dashboardUiConfig?: DashboardUiConfig | undefined
}

export function superset(options: SupersetOptions = {}): Platform<HTMLElement> {
  return {
    open({ mountPoint, id, domain }, report) {
      const url = embedUrl(domain, id, options.dashboardUiConfig)
      const frame = createFrame(url, options)
      /** The document in the frame, from its load to the next. */
      let page: Switchboard | undefined
      /** Whether that document is being watched for a dashboard: once is enough, however many tokens it gets. */
      let isWatched = false
      /** Ends what is being waited for: the connection first, the dashboard then. */
      let waiting = new AbortController()

      function waitAnew(): AbortSignal {
        waiting.abort()
        waiting = new AbortController()
        return waiting.signal
      }

      function expectPage(): void {
        onDeadline(waitAnew(), () =>
          report({ type: 'failed', error: new GuestpassError('unreachable', UNREACHABLE) }),
        )
      }

      function leave(): void {
        page?.close()
        page = undefined
      }

      function enter(): void {
        if (page) {
          leave()
          report({ type: 'lost' })
          expectPage()
        }
        const { port1, port2 } = new MessageChannel()
        page = createSwitchboard(port1)
        frame.contentWindow?.postMessage(HANDSHAKE, url.origin, [port2])
        page.get('getScrollSize').then(
          () => {
            isWatched = false
            waiting.abort()
            report({ type: 'connected' })
          },
          () => {},
        )
      }
      frame.addEventListener('load', enter)
      mountPoint.append(frame)
      expectPage()

      return {
        authenticate(guestToken) {
          if (!page) return
          page.emit('guestToken', { guestToken })
          if (!isWatched) watchDashboard(page, waitAnew(), report)
          isWatched = true
        },
        reload() {
          leave()
          expectPage()
          frame.src = url.href
        },
        call: async (method, args) => {
          if (!page) throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
          return page.get(method, args)
        },
        close() {
          frame.removeEventListener('load', enter)
          waiting.abort()
          leave()
          frame.remove()
        },
      }
    },
  }
}

const HANDSHAKE = { type: '__embedded_comms__', handshake: 'port transfer' }

const UNREACHABLE =
  'No dashboard answers: is Superset running at this address, the embed id right, and this page allowed to frame it?'
