/**
 * The channel to the document in a frame. A bundler makes one file of this folder, which a page loads while its frame loads:
 * the app sends nothing to a document before its `load`. Code outside this folder imports only types from it.
 */

import { callSafely } from '../../../client/call-safely'
import { GuestpassError } from '../../../core/errors'
import type { Channel } from '../../../core/platform'
import type { PlacedFrame } from '../parked-frames'
import { checkedAnswer } from './answers'
import type { ChannelContext } from './channel-context'
import { createSelectionReader } from './chart-selection'
import { createFilterTranslation } from './filter-translation'
import { createFit } from './fit'
import { followFrame } from './frame-life'
import { onLink } from './link-messages'
import { createViewSync } from './view-sync'
import { onWidthChange } from './width'

/** The frame to speak with, and what its dashboard needs of the app. */
export interface PageTarget
  extends Omit<ChannelContext, 'frame' | 'fit' | 'view' | 'translation' | 'selection'> {
  readonly mountPoint: HTMLElement
  readonly placed: PlacedFrame
  /** The address of the embedded page at the time of the call. */
  address(): URL
}

export function openPageChannel({ mountPoint, placed, address, ...target }: PageTarget): Channel {
  const closing = new AbortController()
  const { signal } = closing
  const { frame, isLoaded } = placed
  const { settings, sizing } = target
  const fit = createFit(mountPoint, frame)
  const view = createViewSync(target.memory, settings)
  const selection = createSelectionReader((selected) =>
    callSafely(() => settings().callbacks.onSelect?.(selected)),
  )
  const translation = createFilterTranslation(target.memory)
  const context: ChannelContext = { ...target, frame, fit, view, translation, selection }
  const { page, reload, returnFromLink } = followFrame({ ...context, address, isLoaded, signal })
  onLink(context, signal, returnFromLink)

  onWidthChange(mountPoint, signal, () => {
    fit.widen()
    page()?.onWidth()
  })

  return {
    authenticate: ({ value }) => page()?.authenticate(value),
    reload,
    update() {
      frame.title = settings().frame.title
      if (sizing() !== 'fitted') fit.fill()
      page()?.update()
      const ready = page()?.isReady() ? page() : undefined
      view.update(ready?.get).then((isDue) => {
        if (isDue && !signal.aborted) reload('now')
      })
    },
    call: async (method, args) => {
      const open = frame.isConnected && page()
      if (open) return checkedAnswer(method, await open.get(method, args))
      throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
    },
    close: () => closing.abort(),
  }
}
