/**
 * Superset (and Preset) as a platform: an iframe, and a MessagePort into the page inside it.
 *
 * On EVERY load of the frame a new port is transferred, because the page that had the old one is gone: the
 * first load, a reload, a navigation inside the frame. A page goes in one of three ways:
 *
 * - The frame loads again: that is `lost`, and the new page is shaken hands with.
 * - Its end of the port closes and no load follows: it has crashed, and is started again.
 * - It stops answering: it hangs, or has crashed where browsers do not tell, and is started again.
 */

import { deadlineMs } from '../../client/deadline'
import { isVisible, onDeadline } from '../../client/visible-time'
import { GuestpassError } from '../../core/errors'
import type { Platform } from '../../core/platform'
import { type AddressOptions, embedUrl } from './embed-url'
import { createFilterSync, type FilterOptions } from './filter-sync'
import { createFit } from './fit'
import { DEFAULT_TITLE, type FrameOptions } from './frame'
import { onBlockedByHost } from './host-policy'
import { openPage, type Page } from './page'
import { placeFrame } from './parked-frames'
import { checkTheme, type ThemeOptions } from './theme'

/** How a dashboard of Superset's is framed, addressed, filtered and themed. */
export interface SupersetOptions extends FrameOptions, AddressOptions, FilterOptions, ThemeOptions {
  /** The address of a permalink in the app; asked for when a viewer copies one. @default Superset's own */
  readonly resolvePermalinkUrl?:
    | ((permalink: { readonly key: string }) => string | null | Promise<string | null>)
    | undefined
}

/** @param options are asked for when they are needed, so that `update()` and the next page see a change. */
export function superset(options: () => SupersetOptions): Platform<HTMLElement> {
  return {
    open({ mountPoint, id, domain, sizing, tell }, report) {
      const address = () => embedUrl(domain, id, options())
      const url = address()
      checkTheme(options().themeConfig)
      const { frame, isLoaded } = placeFrame(url, options(), mountPoint)
      const fit = createFit(mountPoint, frame, sizing() === 'fitted')
      const filters = createFilterSync(options, tell)
      const closing = new AbortController()
      let page: Page | undefined
      /** Ends the waiting for a page. */
      let waiting = new AbortController()

      function waitFor(limitMs: number, callback: () => void, counts = isVisible): void {
        waiting.abort()
        waiting = new AbortController()
        onDeadline(limitMs, waiting.signal, callback, counts)
      }

      function expectPage(limitMs: number): void {
        const error = new GuestpassError('unreachable', UNREACHABLE)
        // A mount point that is not in the document yet, or no more, loads nothing.
        waitFor(
          limitMs,
          () => fail(error),
          () => isVisible() && frame.isConnected,
        )
      }

      const fail = (error: GuestpassError) => report({ type: 'failed', error })

      function leave(): void {
        page?.close()
        page = undefined
      }

      function lose(): void {
        leave()
        report({ type: 'lost' })
      }

      function restart(): void {
        leave()
        expectPage(deadlineMs())
        frame.src = address().href
      }

      function enter(): void {
        if (page) lose()
        expectPage(ANSWER_MS)
        page = openPage({
          frame,
          url,
          fit,
          filters,
          options,
          sizing,
          tell,
          report(event) {
            if (event.type === 'connected') waiting.abort()
            report(event)
          },
          onGone() {
            lose()
            waitFor(CRASH_MS, restart)
          },
          onSilence: begin,
        })
      }

      /** Starts the page anew although nothing was wrong with it, or although it did not say so. */
      function begin(): void {
        lose()
        restart()
      }

      let widthPx = mountPoint.clientWidth
      const resizes = new ResizeObserver(() => {
        if (mountPoint.clientWidth === widthPx) return
        widthPx = mountPoint.clientWidth
        fit.widen()
        page?.update()
      })
      resizes.observe(mountPoint)
      frame.addEventListener('load', enter)
      onBlockedByHost(url, closing.signal, fail)
      if (isLoaded) enter()
      else expectPage(deadlineMs())

      return {
        authenticate: ({ value }) => page?.authenticate(value),
        reload: restart,
        update() {
          frame.title = options().iframeTitle ?? DEFAULT_TITLE
          if (sizing() !== 'fitted') fit.fill()
          page?.update()
          filters.update(page?.isRendered ? page : undefined).then((isDue) => {
            if (isDue && !closing.signal.aborted) begin()
          })
        },
        call: async (method, args) => {
          if (page && frame.isConnected) return page.get(method, args)
          throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
        },
        close() {
          frame.removeEventListener('load', enter)
          closing.abort()
          waiting.abort()
          resizes.disconnect()
          leave()
          frame.remove()
        },
      }
    },
  }
}

/** A page that has loaded answers at once; one of somebody else's never does. */
const ANSWER_MS = 5_000
/** How long a page that has gone may take to be another one. */
const CRASH_MS = 8_000

const UNREACHABLE =
  'No dashboard answers: is Superset running at this address, EMBEDDED_SUPERSET on, the embed id right (no slug), and this page among the allowed domains and the frame-ancestors?'
