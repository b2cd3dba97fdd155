/**
 * The document in the frame, from its load to its end.
 *
 * It is given one end of a new channel, and answers calls from then on: the answer to a first `getScrollSize` is the
 * proof that it is there and listening. Only then does the embed send its token, and only through that port, which
 * the browser hands over to the platform's exact origin and to no other. Once it shows something it is followed: how
 * high its content is, and whether it still answers.
 */

import { deadlineMs } from '../../client/deadline'
import type { ChannelEvent, ChannelTarget } from '../../core/platform'
import { watchDashboard } from './evidence'
import type { FilterSync } from './filter-sync'
import type { Fit } from './fit'
import { type Follow, followScrollSize } from './follow-scroll-size'
import type { SupersetOptions } from './superset'
import { createSwitchboard } from './switchboard'
import { applyTheme, themeKey } from './theme'

export interface Page {
  /** Hands over a token: the first one, or a newer one. */
  authenticate(guestToken: string): void
  get(method: string, args?: unknown): Promise<unknown>
  /** Whether the dashboard shows something. */
  readonly isRendered: boolean
  /** Takes over another theme, and looks again at how high the content is. */
  update(): void
  close(): void
}

export interface PageContext extends Pick<ChannelTarget<HTMLElement>, 'sizing' | 'tell'> {
  readonly frame: HTMLIFrameElement
  readonly url: URL
  readonly fit: Fit
  readonly filters: FilterSync
  readonly options: () => SupersetOptions
  readonly report: (event: ChannelEvent) => void
  /** Its end of the port has closed: it has gone, or has crashed. */
  readonly onGone: () => void
  /** It does not answer any more. */
  readonly onSilence: () => void
}

export function openPage(context: PageContext): Page {
  const { frame, url, fit, filters, options, report, sizing, tell } = context
  const closing = new AbortController()
  const { signal } = closing
  const { port1, port2 } = new MessageChannel()
  let theme = ''
  let hasToken = false
  let hasToldMask = false
  let follow: Follow | undefined

  const switchboard = createSwitchboard(port1, {
    answer: (method, args) =>
      method === 'resolvePermalinkUrl' ? options().resolvePermalinkUrl?.(Object(args)) : undefined,
    onEmit(method, args) {
      if (method === 'observeDataMask') {
        hasToldMask = true
        follow?.lookNow()
        filters.onDataMask(args)
      }
      tell({ type: 'told', method, args })
    },
    onGone: context.onGone,
  })

  async function connect(): Promise<void> {
    await switchboard.get('getScrollSize')
    // Before the token, and so before anything is painted.
    theme = themeKey(options())
    await applyTheme(switchboard, options())
    if (!signal.aborted) report({ type: 'connected' })
  }

  function watch(): void {
    const watched = {
      page: switchboard,
      fit,
      hasTold: () => hasToldMask,
      deadlineMs: deadlineMs(),
      isOtherSite: url.hostname !== location.hostname,
    }
    watchDashboard(watched, signal, (event) => {
      if (event.type === 'rendered') {
        follow = followScrollSize(
          {
            page: switchboard,
            frame,
            fit,
            isWanted: () => sizing() !== 'none',
            onSize(size) {
              if (sizing() === 'fitted') fit.fit(size)
              tell({ type: 'size', size })
            },
            onSilence: context.onSilence,
          },
          signal,
        )
        filters.check(switchboard)
      }
      report(event)
    })
  }

  frame.contentWindow?.postMessage(HANDSHAKE, url.origin, [port2])
  // A page that goes before it has answered leaves nothing to connect to.
  connect().catch(() => {})

  return {
    authenticate(guestToken) {
      switchboard.emit('guestToken', { guestToken })
      // Once is enough, however many tokens it gets.
      if (!hasToken) watch()
      hasToken = true
    },
    get: switchboard.get,
    get isRendered() {
      return follow !== undefined
    },
    update() {
      if (theme && theme !== themeKey(options())) {
        theme = themeKey(options())
        applyTheme(switchboard, options()).then(() => follow?.lookNow())
      }
      follow?.lookNow()
    },
    close() {
      closing.abort()
      switchboard.close()
    },
  }
}

const HANDSHAKE = { type: '__embedded_comms__', handshake: 'port transfer' }
