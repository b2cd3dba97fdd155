/** Superset (and Preset) as a platform: an iframe, and a MessagePort into the document inside it. */

import { onPolicyViolation } from '../../client/policy-violation'
import { GuestpassError } from '../../core/errors'
import type { Channel, ChannelEvent, ChannelTarget, Platform } from '../../core/platform'
import type { ChannelContext } from './channel-context'
import { embedUrl } from './embed-url'
import { createFilterSync } from './filter-sync'
import { createFit } from './fit'
import { followFrame } from './frame-life'
import { placeFrame } from './parked-frames'
import { createSettings, type SupersetOptions, type SupersetSettings } from './settings'
import { onWidthChange } from './width'

export type { SupersetOptions } from './settings'

/** @param options are read when they are needed, so that `update()` and the next page use a change */
export function superset(options: () => SupersetOptions): Platform<HTMLElement> {
  return {
    open: (target, report) => openChannel(target, createSettings(options, target.tell), report),
  }
}

function openChannel(
  { mountPoint, id, domain, sizing, tell }: ChannelTarget<HTMLElement>,
  settings: () => SupersetSettings,
  report: (event: ChannelEvent) => void,
): Channel {
  const closing = new AbortController()
  const { signal } = closing
  const address = () => embedUrl(domain, id, settings().query)
  const url = address()
  const { origin } = url
  const { frame, isLoaded } = placeFrame(url, settings().frame, mountPoint)
  const fit = createFit(mountPoint, frame, sizing() === 'fitted')
  const filters = createFilterSync(settings().nativeFilters, tell)
  const fail: ChannelContext['fail'] = (code, sentence) =>
    report({ type: 'failed', error: new GuestpassError(code, sentence) })
  const context: ChannelContext = { frame, origin, fit, filters, sizing, tell, settings, report, fail }
  const { page, reload } = followFrame({ ...context, address, isLoaded, signal })

  onWidthChange(mountPoint, signal, () => {
    fit.widen()
    page()?.onWidth()
  })
  onPolicyViolation(frame.ownerDocument, 'frame', origin, signal, () =>
    fail(
      'blocked-by-csp',
      `This page’s Content-Security-Policy blocks the frame: add ${origin} to frame-src.`,
    ),
  )

  return {
    authenticate: ({ value }) => page()?.authenticate(value),
    reload,
    update() {
      frame.title = settings().frame.title
      if (sizing() !== 'fitted') fit.fill()
      page()?.update()
      const ready = page()?.isReady() ? page() : undefined
      filters.update(settings().nativeFilters, ready?.get).then((isDue) => {
        if (isDue && !signal.aborted) reload('now')
      })
    },
    call: async (method, args) => {
      const open = frame.isConnected && page()
      if (open) return open.get(method, args)
      throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
    },
    close() {
      closing.abort()
      frame.remove()
    },
  }
}
