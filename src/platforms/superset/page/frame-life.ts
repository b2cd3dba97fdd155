/**
 * The life of the frame. It is always in one of five states, and each state has one deadline, in visible time.
 *
 * | state        | what is known                                | ends with             | at the deadline                       |
 * | ------------ | -------------------------------------------- | --------------------- | ------------------------------------- |
 * | `loading`    | the frame loads its address                  | `load`                | 15 s: `unreachable`; loading goes on  |
 * | `connecting` | a document has loaded and is asked to answer | its first answer      | 5 s: `unreachable`, or see below      |
 * | `connected`  | the document is Superset's                   | `load`, a closed port | 10 s without an answer: start again   |
 * | `gone`       | the port closed: a crash or a navigation     | `load`                | 7.5 s: start again                    |
 * | `linked`     | a link led to the app: its page loads        | `load`: start again   | 7.5 s: start again                    |
 *
 * A port that closes in another state than `connected` changes nothing, because that state has its deadline already.
 *
 * On every `load` the document before is gone, and the new document is connected to. The exception is a `load` for a new fragment,
 * which gives a reloaded document the viewer's tab: the document before is there, and answers. When a ready dashboard was replaced by
 * a document that does not answer, a link inside it led the frame away, or a reload inside it got another page. That is
 * not an outage: the app receives a warning, and the dashboard starts again. A link that the link page of the app reports
 * (link-messages) causes only the new start. The report arrives before the `load` of the link page or after it.
 */

import { deadlineMs } from '../../../client/deadline'
import { onDeadline } from '../../../client/visible-time'
import { GuestpassError } from '../../../core/errors'
import type { ReloadMode } from '../../../core/platform'
import type { PageUrl } from '../page-url'
import { explainUnreachable } from './diagnosis'
import { type EmbeddedPage, openPage, type PageContext } from './embedded-page'
import { createFrameLocation, type FrameLocation } from './frame-location'
import type { AddressPart } from './view-sync'

type FrameState =
  | { readonly name: 'loading'; readonly since: number }
  /** `wasReady`: this document takes the place of a ready dashboard, and the embed did not ask for that. */
  | { readonly name: 'connecting'; readonly page: EmbeddedPage; readonly wasReady: boolean }
  | { readonly name: 'connected'; readonly page: EmbeddedPage; readonly fragmentAtMs: number | undefined }
  | { readonly name: 'gone'; readonly wasReady: boolean }
  | { readonly name: 'linked' }

/**
 * The deadlines of the table, as shares of the 15 s, which are more on a slow connection. A document of Superset's answers
 * at once after its `load`, and any other document never does.
 */
const SHARES = { loading: 1, connecting: 1 / 3, gone: 1 / 2, linked: 1 / 2 }
/** A document that has been loading for longer than this may be started again. */
const MAX_LOADING_MS = 120_000
/** A load within this time after a new fragment may be only for the fragment. */
const FRAGMENT_LOAD_MS = 5_000

export interface FrameContext extends PageContext {
  /** The address of the embedded page at the time of the call. */
  address(): PageUrl
  /** Whether a document loaded before the frame was followed. */
  readonly isLoaded: boolean
  /** Ends the following. */
  readonly signal: AbortSignal
}

export interface FrameLife {
  /** The document that is connected, or is being connected to. */
  page(): EmbeddedPage | undefined
  /** Loads the embedded page again, see `Channel.reload`. */
  reload(mode: ReloadMode): void
  /**
   * The frame holds the link page of the app: shows the dashboard again, after the `load` of the link page. A restart before
   * would take that `load` for its own. Returns false when the dashboard is already loading.
   */
  returnFromLink(): boolean
}

export function followFrame(context: FrameContext): FrameLife {
  const { frame, report, signal, view } = context
  const states = createStates(frame, signal, onLate)
  const { enter } = states
  const location = createFrameLocation(frame)
  const page = () => pageOf(states.now)
  const closePage = () => closeDocument(states.now, report)
  const onGone = () => states.now.name === 'connected' && enter({ name: 'gone', wasReady: closePage() })
  const events = { onConnected, onGone, onRestart: restart }
  const connect = () => enter({ name: 'connecting', wasReady: closePage(), page: openPage(context, events) })
  const reload = (mode: ReloadMode) =>
    mode === 'unless-loading' && isUnderWay(states.now) ? enter(states.now) : restart()

  function onLoad(): void {
    const { now } = states
    if (now.name === 'linked') restart()
    else if (now.name !== 'connected' || !isLoadOfFragment(now.fragmentAtMs)) connect()
    else onNoAnswer(context, now.page, () => pageOf(states.now) === now.page && connect())
  }

  function onConnected(): void {
    const { now } = states
    const outdated = outdatedPart(now, view, location)
    if (outdated === 'query') return void restart()
    if (now.name === 'connecting') enter(connectedTo(now.page, outdated))
    if (outdated === 'fragment') replaceFragment(context, location)
    report({ type: 'connected' })
  }

  function onLate(): void {
    const { name } = states.now
    if (name === 'loading' || name === 'connecting') reportNoAnswer(context, wasReadyBefore(states.now))
    // A callback of the app may have started the dashboard again.
    if (name === 'gone' || name === 'linked' || wasReadyBefore(states.now)) restart()
  }

  function restart(): void {
    closePage()
    view.onStart()
    const load = states.now.name === 'linked' ? location.replaceLinkPage : location.load
    // Before the load: jsdom reports a load at once.
    enter(startLoading())
    load(context.address().url)
  }

  function returnFromLink(): boolean {
    const { name } = states.now
    if (name === 'loading' || name === 'linked') return false
    closePage()
    enter({ name: 'linked' })
    if (name === 'connecting') onLoad()
    return true
  }

  frame.addEventListener('load', onLoad, { signal })
  signal.addEventListener('abort', () => page()?.close())
  enter(startLoading())
  if (context.isLoaded) onLoad()
  return { page, reload, returnFromLink }
}

interface States {
  readonly now: FrameState
  /** Enters a state, and starts its deadline. */
  enter(next: FrameState): void
}

function createStates(frame: HTMLIFrameElement, signal: AbortSignal, onLate: () => void): States {
  let state = startLoading()
  let stopDeadline = () => {}
  return {
    get now() {
      return state
    },
    enter(next) {
      stopDeadline()
      state = next
      if (next.name === 'connected') return
      stopDeadline = onDeadline(SHARES[next.name] * deadlineMs(), signal, onLate, frame)
    },
  }
}

/** Closes the document. Returns whether a ready dashboard has gone with it, or before it. */
function closeDocument(state: FrameState, report: FrameContext['report']): boolean {
  const lost = pageOf(state)
  lost?.close()
  if (lost) report({ type: 'lost' })
  return lost?.isReady() || wasReadyBefore(state)
}

/** Chromium reports the load of a new fragment up to 0.2 s later, WebKitGTK while it is set, Firefox never (measured). */
const isLoadOfFragment = (fragmentAtMs: number | undefined) =>
  fragmentAtMs !== undefined && performance.now() - fragmentAtMs < FRAGMENT_LOAD_MS

function connectedTo(page: EmbeddedPage, outdated: AddressPart): FrameState {
  return { name: 'connected', page, fragmentAtMs: outdated === 'fragment' ? performance.now() : undefined }
}

const startLoading = (): FrameState => ({ name: 'loading', since: performance.now() })
const pageOf = (state: FrameState) => ('page' in state ? state.page : undefined)
const wasReadyBefore = (state: FrameState) => 'wasReady' in state && state.wasReady

/** A document that is loading makes progress, and a restart would discard it. */
function isUnderWay(state: FrameState): boolean {
  return state.name === 'loading' && performance.now() - state.since < MAX_LOADING_MS
}

/**
 * The part of the address that is older than what the viewer looks at. A reload inside the frame has the address of the document
 * before. A document that is not of a server cannot get another fragment, so its whole address is outdated.
 */
function outdatedPart(state: FrameState, view: FrameContext['view'], location: FrameLocation): AddressPart {
  const part = wasReadyBefore(state) ? view.changedPart() : 'none'
  return part === 'fragment' && !location.isOfServer() ? 'query' : part
}

/** Call it after the state is `connected`: WebKitGTK reports a `load` during the call, and in another state it would be taken for a new document. */
function replaceFragment({ view, address }: FrameContext, location: FrameLocation): void {
  view.onStart()
  location.replaceFragment(address().url)
}

/** Calls back when the document of a page has not answered until the deadline. */
function onNoAnswer({ frame, signal }: FrameContext, { get }: EmbeddedPage, callback: () => void): void {
  const stop = onDeadline(SHARES.connecting * deadlineMs(), signal, callback, frame)
  get('getScrollSize').then(stop, () => {})
}

function reportNoAnswer({ frame, origin, fail, emit }: PageContext, isLeft: boolean): void {
  if (isLeft) emit({ type: 'warning', error: new GuestpassError('dashboard-left', LEFT) })
  else fail('unreachable', explainUnreachable(frame, origin))
}

const LEFT = 'A link in the dashboard led its frame to another page. The dashboard starts again.'
