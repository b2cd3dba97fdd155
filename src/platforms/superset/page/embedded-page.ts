/**
 * The document in the frame, from its `load` to its end. The protocol in the order of its steps:
 *
 * 1. Transfer one end of a new channel to the document, to Superset's exact origin and to no other.
 * 2. Ask it for its size. The answer proves that the document is Superset's and listens. Set the theme, before anything
 *    is painted. Now it is connected.
 * 3. Wait for the token, which travels through the port only.
 * 4. Wait until the dashboard shows something, with its filters applied. Now it is ready.
 * 5. Follow the size, the data mask and the heartbeat until the document is closed.
 */

import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'
import type { ObservedDataMask } from '../types'
import type { ChannelContext } from './channel-context'
import { hasSelection } from './chart-selection'
import { checkView } from './check-view'
import { createFollower } from './follow-scroll-size'
import { gatherDataMasks } from './gather-data-masks'
import { createSwitchboard, type Switchboard } from './switchboard'
import { createThemeSetter } from './theme-setter'
import { isFilledMask, waitUntilReady } from './wait-until-ready'

export interface EmbeddedPage {
  /** Hands over the first token, or a newer token. */
  authenticate(guestToken: string): void
  readonly get: Switchboard['get']
  /** Whether the dashboard shows something. */
  isReady(): boolean
  /** Reads the open tabs and the filters, which the page may not have reported yet. */
  readView(): Promise<ShownView>
  /** Applies another theme, and looks again at the height of the content. */
  update(): void
  /** The mount point has another width. */
  onWidth(): void
  close(): void
}

/** What is known of the view of a page, after it was read. */
export interface ShownView {
  /** Whether the page reports its filters: 6.0 and later. */
  readonly reportsFilters: boolean
  /** Whether the viewer has selected something in a chart. */
  readonly hasSelection: boolean
}

/** What the life of the frame depends on. */
export interface PageEvents {
  /** The document has answered. */
  onConnected(): void
  /** The document's end of the port has closed. */
  onGone(): void
  /** The document no longer answers, or it has to start again with a better address. */
  onRestart(): void
}

export type PageContext = Omit<ChannelContext, 'settings'> & {
  settings(): Pick<ReturnType<ChannelContext['settings']>, 'theme' | 'callbacks'>
}

export function openPage(context: PageContext, events: PageEvents): EmbeddedPage {
  const { port1, port2 } = new MessageChannel()
  const closing = new AbortController()
  const { signal } = closing
  const [firstToken, onToken] = createLatch()
  const [firstDataMask, onDataMask] = createLatch()
  const { selection, translation } = context
  let isReady = false
  selection.onDocument()
  context.view.onDocument()

  /** As the address of this document has them. */
  const untranslated = translation.untranslatedIds()
  const gather = gatherDataMasks(signal, (mask) => {
    follower.lookNow()
    receiveMask(context, mask)
  })
  const switchboard = createSwitchboard(port1, {
    answer: (method, args) => method === 'resolvePermalinkUrl' && resolvePermalink(context, args),
    onEmit: (method, args) => method === 'observeDataMask' && gather(args) && onDataMask(),
    onGone: events.onGone,
  })
  const { get } = switchboard
  const theme = createThemeSetter(get, () => context.settings().theme)
  const follower = createFollower(context, get, events.onRestart, signal)

  async function run(): Promise<void> {
    context.frame.contentWindow?.postMessage(HANDSHAKE, context.origin, [port2])
    await get('getScrollSize')
    await theme.set()
    signal.throwIfAborted()
    events.onConnected()
    await firstToken
    await waitUntilReady(context, get, firstDataMask, signal)
    if (await translation.translate(untranslated, get, signal)) return events.onRestart()
    signal.throwIfAborted()
    isReady = true
    reportReady(context, get, signal)
    await follower.run()
  }

  // Closing ends the sequence wherever it waits.
  run().catch(() => {})

  return {
    get,
    isReady: () => isReady,
    readView: () => readView(context, get, signal),
    authenticate(guestToken) {
      switchboard.emit('guestToken', { guestToken })
      onToken()
    },
    update: () => void theme.update().then(follower.lookNow),
    onWidth: follower.onWidth,
    close() {
      closing.abort()
      switchboard.close()
    },
  }
}

function reportReady(context: PageContext, get: Switchboard['get'], signal: AbortSignal): void {
  // Before the viewer can open another tab.
  get('getActiveTabs').then(context.view.onTabs, () => {})
  checkView(context, get, signal)
  context.selection.check(get)
  context.report({ type: 'ready' })
}

function receiveMask({ view, selection, emit }: PageContext, mask: ObservedDataMask): void {
  view.onDataMask(mask)
  selection.onDataMask(mask)
  emit({ type: 'emitted', method: 'observeDataMask', args: mask })
}

async function readView(
  { view }: PageContext,
  get: Switchboard['get'],
  signal: AbortSignal,
): Promise<ShownView> {
  const ask = (method: string) => get(method).catch((error) => error)
  const [tabs, mask] = await Promise.all(['getActiveTabs', 'getDataMask'].map(ask))
  // The viewer of a page that was closed meanwhile may have left.
  if (!signal.aborted) {
    view.onTabs(tabs)
    if (isFilledMask(mask)) view.onDataMask(mask)
  }
  const isOld = mask instanceof GuestpassError && mask.code === 'not-supported'
  return { reportsFilters: !isOld, hasSelection: hasSelection(mask) }
}

/** Anything but an address lets the page use its own. */
async function resolvePermalink(context: PageContext, args: unknown): Promise<string | null> {
  const { key } = ownProperties(args)
  const address =
    typeof key === 'string' && (await context.settings().callbacks.resolvePermalinkUrl?.({ key }))
  return typeof address === 'string' ? address : null
}

/** A promise, and the function that resolves it. */
function createLatch(): readonly [opened: Promise<void>, open: () => void] {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return [opened, open]
}

const HANDSHAKE = { type: '__embedded_comms__', handshake: 'port transfer' }
