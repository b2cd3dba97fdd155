/** The channel to the documents of one frame. */

import { GuestpassError } from '../../../core/errors'
import type { Channel, ChannelTarget } from '../../../core/platform'
import type { PageUrl } from '../page-url'
import type { PlacedFrame } from '../placed-frame'
import { checkedAnswer } from './answers'
import type { ChannelContext } from './channel-context'
import { createSelectionReader } from './chart-selection'
import type { EmbeddedPage, ShownView } from './embedded-page'
import { createFilterTranslation } from './filter-translation'
import { createFit } from './fit'
import { followFrame } from './frame-life'
import { onLink } from './link-messages'
import { loadPermalinkCode } from './load-permalink-code'
import { movedTo } from './moved-to'
import { openTableKeeper } from './open-table-keeper'
import { createViewSync } from './view-sync'
import { watchWidth } from './width'

/** The frame to speak with, and what its dashboard needs of the app. */
export interface PageTarget
  extends Omit<ChannelContext, 'frame' | 'fit' | 'view' | 'tables' | 'translation' | 'selection'> {
  readonly mountPoint: HTMLElement
  readonly placed: PlacedFrame
  readonly joinQueue: ChannelTarget<HTMLElement>['joinQueue']
  /** The address of the embedded page at the time of the call. */
  address(): PageUrl
}

/** A page, and whether the viewer sees its frame. */
export interface FrameTarget extends PageTarget {
  isShown(): boolean
}

export interface FrameChannel extends Channel {
  /** Reads what the viewer looks at. Rejects with `unmounted` when no document is loaded. */
  readView(): Promise<ShownView>
  /** Puts the frame into the place of the frame that it was behind. Call it when `isShown` returns true. */
  show(): void
}

export function openFrameChannel(given: FrameTarget): FrameChannel {
  const { mountPoint, placed, address, isShown, ...target } = given
  const closing = new AbortController()
  const { signal } = closing
  const { frame, isLoaded } = placed
  const { settings, sizing } = target
  let place = mountPoint
  const fit = createFit(() => place, frame, isShown)
  const view = createViewSync(target.memory, settings)
  const tables = openTableKeeper(target, view.onStored, signal)
  const selection = createSelectionReader(target)
  const translation = createFilterTranslation(target)
  const context: ChannelContext = { ...target, frame, fit, view, tables, translation, selection }
  const { page, reload, returnFromLink } = followFrame({ ...context, address, isLoaded, signal })
  onLink(context, signal, returnFromLink)

  const followWidth = watchWidth(signal, () => {
    fit.widen()
    page()?.onWidth()
  })
  followWidth(place)

  function followMove(): void {
    const next = movedTo(frame, place)
    if (!next) return
    place = next
    if (sizing() === 'fitted') fit.refit()
    // After that, because a frame in a narrower place gives up the width of its content.
    followWidth(place)
  }

  const openDocument = (method: string) => expectOpen(frame.isConnected ? page() : undefined, method)

  return {
    authenticate: ({ value }) => page()?.authenticate(value),
    reload,
    update() {
      followMove()
      frame.title = settings().frame.title
      if (sizing() !== 'fitted') fit.fill()
      page()?.update()
      const ready = page()?.isReady() ? page() : undefined
      view.update(ready?.get).then((isDue) => {
        if (isDue && !signal.aborted) reload('now')
      })
    },
    call: async (method, args) => callPage(context, openDocument(method), method, args),
    readView: async () => openDocument('refresh').readView(),
    show() {
      fit.show()
      if (sizing() !== 'fitted') fit.fill()
    },
    close() {
      closing.abort()
      selection.onClose()
    },
  }
}

function expectOpen(page: EmbeddedPage | undefined, method: string): EmbeddedPage {
  if (page) return page
  throw new GuestpassError('unmounted', `${method}: the dashboard is not loaded.`)
}

async function callPage(
  context: ChannelContext,
  { get }: EmbeddedPage,
  method: string,
  args: unknown,
): Promise<unknown> {
  if (method !== 'share') return checkedAnswer(method, await get(method, args))
  const { shareLink } = await loadPermalinkCode().catch((cause) => {
    throw new GuestpassError('unreachable', SHARE_FAILED, { cause })
  })
  return shareLink(context, get, args)
}

const SHARE_FAILED = 'The call share() failed, because a script of the app does not load. Call it again.'
