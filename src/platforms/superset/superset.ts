/**
 * Superset (and Preset) as a platform: an iframe, and a MessagePort into the document inside it. The frame loads at once.
 * The code that speaks with its document is loaded meanwhile: see page/page-channel.
 */

import { onPolicyViolation } from '../../client/policy-violation'
import { GuestpassError } from '../../core/errors'
import type { Channel, ChannelEvent, ChannelTarget, Platform } from '../../core/platform'
import { createSettings } from '../create-settings'
import { openOnDemand } from '../open-on-demand'
import { embedUrl } from './embed-url'
import { hasNames, loadNames } from './load-names'
import { loadPageCode } from './load-page-code'
import type { PageTarget } from './page/page-channel'
import { type PageUrl, pageUrl } from './page-url'
import { placeFrame } from './placed-frame'
import { readSupersetOptions, type SupersetOptions, type SupersetSettings } from './settings'
import { startView } from './start-view'
import type { UntranslatedOptions } from './untranslated-options'

export type { SupersetOptions } from './settings'

/** @param options are read when they are needed, so that `update()` and the next page use a change */
export function superset(options: () => UntranslatedOptions): Platform<HTMLElement> {
  const isNamed = hasNames(options())
  // The token is requested meanwhile. A failure is reported when the frame is due.
  if (isNamed) loadNames().catch(() => {})
  return {
    open(target, report) {
      const open = (read: () => SupersetOptions) =>
        openFrame(target, createSettings(readSupersetOptions, read, target.emit), report)
      // Without names, an option of both kinds has the type for ids.
      if (!isNamed) return open(options as () => SupersetOptions)
      return openOnDemand(async () => {
        const { translateNames } = await loadNames()
        return () => open(translateNames(options, target.emit))
      }, report)
    },
  }
}

function openFrame(
  target: ChannelTarget<HTMLElement>,
  settings: () => SupersetSettings,
  report: (event: ChannelEvent) => void,
): Channel {
  const { mountPoint, sizing } = target
  const closing = new AbortController()
  const address = createAddress(target, settings)
  const { url } = address()
  const { origin } = url
  const placed = placeFrame(url, settings().frame, mountPoint)
  const { frame } = placed
  const fail: PageTarget['fail'] = (code, sentence) =>
    report({ type: 'failed', error: new GuestpassError(code, sentence) })
  const page: PageTarget = { ...target, placed, origin, address, settings, report, fail }

  // In a frame as high as its content, the scrollbar would only be for the overhang.
  frame.scrolling = sizing() === 'fitted' ? 'no' : 'auto'
  onPolicyViolation(frame.ownerDocument, 'frame', origin, closing.signal, () =>
    fail('blocked-by-csp', `The Content-Security-Policy blocks the frame. Add ${origin} to frame-src.`),
  )
  const channel = openOnDemand(async () => {
    const { openPageChannel } = await loadPageCode()
    return () => openPageChannel(page)
  }, report)

  return {
    ...channel,
    close() {
      closing.abort()
      channel.close()
      frame.remove()
    },
  }
}

/** The address of the page at the time of the call: with what the app wants, and with what the viewer looks at. */
function createAddress(
  { domain, id, memory, emit }: ChannelTarget<HTMLElement>,
  settings: () => SupersetSettings,
): () => PageUrl {
  let warned = ''
  return () => {
    const { query, wanted } = settings()
    memory.write(startView(memory.read(), wanted))
    const page = pageUrl(embedUrl(domain, id, query), memory.read())
    const ids = page.leftOut.join(', ')
    // A dashboard that loads new data by itself needs its address often.
    if (ids && ids !== warned) {
      const sentence = `These filters do not fit into an address: ${ids}.`
      emit({ type: 'warning', error: new GuestpassError('view-incomplete', sentence) })
    }
    warned = ids
    return page
  }
}
