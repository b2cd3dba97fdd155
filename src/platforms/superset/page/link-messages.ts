/**
 * Links from the dashboard to the app. The link page of the token route loads in the frame and posts `{ type, to }` to this
 * window. Any window can post that, so a message counts only when all of this is true:
 *
 * 1. It comes from the document in this frame.
 * 2. That document has the app's own origin.
 * 3. `to` is a path of the app. The server has checked that too, but an app can have other pages that post messages.
 */

import { callSafely } from '../../../client/call-safely'
import { LINK_MESSAGE, readAppPath } from '../../../core/app-path'
import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'
import type { ChannelContext } from './channel-context'

/** The frames of all dashboards on the page. Each of them receives the messages of all frames. */
const frames = new Set<HTMLIFrameElement>()

/**
 * Calls the app's `onNavigate` when a link page reports a path. Without `onNavigate` nothing happens.
 *
 * @param returnFromLink shows the dashboard again. Returns false when that is already under way.
 */
export function onLink(
  { frame, settings, emit }: Pick<ChannelContext, 'frame' | 'settings' | 'emit'>,
  signal: AbortSignal,
  returnFromLink: () => boolean,
): void {
  let warning = ''

  function warn(sentence: string): void {
    // Another window can post any number of messages.
    if (sentence === warning) return
    warning = sentence
    emit({ type: 'warning', error: new GuestpassError('request-invalid', sentence) })
  }

  function onMessage(event: MessageEvent<unknown>): void {
    const { source, data } = event
    // The data of other messages is not copied, because it can be large.
    if (Object(data).type !== LINK_MESSAGE || isOfAnotherFrame(source, frame)) return
    const { onNavigate } = settings().callbacks
    if (!onNavigate) return
    const path = readAppPath(ownProperties(data).to)
    if (!isFromLinkPage(event, frame)) warn(NOT_FROM_LINK_PAGE)
    // One document posts one link.
    else if (!returnFromLink()) return
    else if (path === undefined) warn(NO_PATH)
    else callSafely(() => onNavigate(path))
  }

  frames.add(frame)
  signal.addEventListener('abort', () => frames.delete(frame))
  frame.ownerDocument.defaultView?.addEventListener('message', onMessage, { signal })
}

function isOfAnotherFrame(source: MessageEventSource | null, frame: HTMLIFrameElement): boolean {
  return [...frames].some((other) => other !== frame && other.contentWindow === source)
}

/** Whether a document of the app's own origin in this frame posted it. */
function isFromLinkPage(
  { source, origin }: MessageEvent,
  { contentWindow, ownerDocument }: HTMLIFrameElement,
) {
  // Opaque origins are all written `null`, and are different origins.
  const isOwnOrigin = origin !== 'null' && origin === ownerDocument.defaultView?.origin
  return isOwnOrigin && source && source === contentWindow
}

const NOT_FROM_LINK_PAGE =
  'A link came from another window or another origin. Let only the link page of the app post links.'
const NO_PATH = 'A link does not lead to a path of the app. Start `to` with one slash.'
