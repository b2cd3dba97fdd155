/**
 * Dashboards that live in a hidden container of the page, until a component mounts the same dashboard:
 *
 * - kept: a ready dashboard that left the page, with `keepAlive`;
 * - preloaded: a dashboard that was not on the page yet, with `preload`.
 *
 * Its frame, its port and its token renewal go on. It calls nothing of the app, because its owner has no callbacks. It is
 * dropped with its frame and its token when another viewer uses a token, when it has another state than ready (the session
 * ended, another tab reports that, the page cache, a crash), and at its limits.
 */

import { GuestpassError } from '../core/errors'
import { isExpired, type KeptEntry, readKeepAlive, surplusOf } from '../core/keep-policy'
import { ownProperties } from '../core/own-properties'
import type { ChannelNews } from '../core/platform'
import { type Clock, systemClock } from './clock'
import type { EmbedDriver, EmbedOwner, EmbedTarget } from './embed-driver'
import type { TokenSource } from './token-source'

type HiddenTarget = Pick<EmbedTarget, 'id' | 'tokens' | 'domain'>

interface Entry extends KeptEntry {
  readonly kind: 'kept' | 'preloaded'
  readonly driver: EmbedDriver
  readonly tokens: TokenSource
  /** See `keyOf`. */
  readonly key: string
  /** Whether the frame is as high as its content. */
  readonly isFitted: boolean
  readonly place: HTMLElement
  readonly clock: Clock
  readonly stopTimer: () => void
}

/** All of this page, the oldest first. */
let entries: readonly Entry[] = []

/**
 * Moves the dashboard to a hidden container. Returns false, and changes nothing, unless the app wants that, the dashboard is
 * ready, its viewer is known and the browser can move it.
 */
export function keep(
  driver: EmbedDriver,
  { id, domain, tokens, mountPoint }: EmbedTarget,
  { options, sizing }: Pick<EmbedOwner, 'options' | 'sizing'>,
  clock: Clock = systemClock,
): boolean {
  const given: unknown = options()
  const limits = readKeepAlive(ownProperties(given).keepAlive)
  const key = keyOf(id, domain, options())
  const frame = framesIn(mountPoint)[0]
  if (!limits || !key || !frame || driver.state !== 'ready' || !tokens.isOfOneViewer) return false
  const isFitted = sizing() === 'fitted'
  const place = createHiddenPlace(frame.ownerDocument, frame.clientWidth, frame.clientHeight)
  if (!moveFrames(mountPoint, place)) {
    place.remove()
    return false
  }
  const stopTimer = clock.after(limits.forMs, () => drop(entry))
  const entry: Entry = {
    ...{ kind: 'kept', driver, tokens, key, isFitted, place, clock, stopTimer },
    ...{ keptAt: clock.now(), forMs: limits.forMs },
  }
  entries = [...entries, entry]
  driver.setOwner(createOwner(place, options(), isFitted, ({ name }) => name === 'ready' || drop(entry)))
  driver.resume()
  const kept = entries.filter(({ kind }) => kind === 'kept')
  for (const surplus of surplusOf(kept, limits.frames, clock.now())) drop(surplus)
  return true
}

/**
 * Adds a dashboard that was not on the page yet. Returns the function that drops it, unless a component has taken it.
 *
 * @param create creates its driver for the hidden container
 */
export function addPreloaded(
  { id, domain, tokens }: HiddenTarget,
  options: object,
  create: (owner: EmbedOwner) => EmbedDriver,
): () => void {
  const key = keyOf(id, domain, options)
  if (!key) return () => {}
  const { clientWidth, clientHeight } = document.documentElement
  const place = createHiddenPlace(document, clientWidth, clientHeight)
  // What another mount has to report itself is not kept.
  const onState: EmbedOwner['onState'] = ({ name }) => (name === 'failed' || name === 'ended') && drop(entry)
  const driver = create({ ...createOwner(place, options, true, onState), joinQueue: skipQueue })
  const entry: Entry = {
    ...{ kind: 'preloaded', driver, tokens, key, isFitted: true, place, clock: systemClock },
    ...{ keptAt: systemClock.now(), forMs: Number.POSITIVE_INFINITY, stopTimer() {} },
  }
  entries = [...entries, entry]
  driver.mount()
  return () => drop(entry)
}

/** Its page has begun to load before, so the dashboards that the viewer sees do not wait for it. */
function skipQueue({ onTurn }: { readonly onTurn: () => void }): () => void {
  onTurn()
  return () => {}
}

/** Whether this dashboard is in a hidden container. */
export const isHidden = (target: HiddenTarget, options: object): boolean =>
  find(target, options, false) !== undefined

/** Moves the hidden dashboard of this target to its new owner. Returns `undefined` if the target has no hidden dashboard. */
export function takeHidden(target: EmbedTarget, owner: EmbedOwner): EmbedDriver | undefined {
  const entry = find(target, owner.options(), owner.sizing() === 'fitted')
  if (!entry) return undefined
  const { driver, clock, place } = entry
  const isTaken =
    !isExpired(entry, clock.now()) && moveFrames(place, owner.mountPoint) && driver.setOwner(owner)
  if (!isTaken) return void drop(entry)
  remove(entry)
  return driver
}

/** Drops every dashboard of another viewer, with its token. Call it before a token of `viewer` is used. */
export function dropOtherViewers(viewer: string | undefined): void {
  for (const entry of entries) {
    if (entry.tokens.route?.viewer === viewer) continue
    drop(entry)
    entry.tokens.dropUnused()
  }
}

/** Warns about a `keepAlive` that can keep nothing. */
export function checkKeepAlive(
  keepAlive: unknown,
  { tokens }: EmbedTarget,
  emit: (news: ChannelNews) => void,
): void {
  const { frames } = ownProperties(keepAlive)
  const sentence = !readKeepAlive(keepAlive) ? frames !== 0 && UNUSABLE : !tokens.isOfOneViewer && NO_VIEWER
  if (sentence) emit({ type: 'warning', error: new GuestpassError('option-invalid', sentence) })
}

/** @param isFitted whether its frame has to be as high as its content. A frame of another kind does not become so. */
function find({ id, domain, tokens }: HiddenTarget, options: object, isFitted: boolean): Entry | undefined {
  const key = keyOf(id, domain, options)
  return entries.find(
    (entry) => entry.tokens === tokens && entry.key === key && (entry.isFitted || !isFitted),
  )
}

function drop(entry: Entry): void {
  if (!entries.includes(entry)) return
  remove(entry)
  entry.driver.detach()
}

function remove(entry: Entry): void {
  entries = entries.filter((other) => other !== entry)
  entry.stopTimer()
  entry.place.remove()
}

/** A refresh that is under way has a second frame. */
function framesIn(mountPoint: HTMLElement): readonly HTMLIFrameElement[] {
  return [...mountPoint.querySelectorAll('iframe')].filter((frame) => frame.parentElement === mountPoint)
}

/** `moveBefore` throws unless both are connected to the same document, and not every browser has it. */
function moveFrames(from: HTMLElement, to: HTMLElement): boolean {
  try {
    for (const frame of framesIn(from)) to.moveBefore(frame, null)
    return true
  } catch {
    return false
  }
}

/**
 * An element in the viewport that the viewer does not see. Of all hidden containers, only here a page draws its charts, and nothing
 * flickers when its frame is shown (measured, Superset 6.1). Neither the keyboard nor a screen reader reaches it.
 *
 * @param widthPx the width of a frame in it. In a place without a width, a page would lay out its charts for 0 px.
 */
function createHiddenPlace(document: Document, widthPx: number, heightPx: number): HTMLElement {
  const { documentElement } = document
  const place = document.createElement('div')
  place.inert = true
  place.ariaHidden = 'true'
  const size = `width:${widthPx || documentElement.clientWidth}px;height:${heightPx}px`
  place.style.cssText = `position:fixed;top:0;left:0;visibility:hidden;pointer-events:none;z-index:-1;${size}`
  // Not `document.body`: an element with the name "body" takes its place in `document`.
  documentElement.append(place)
  return place
}

/** The owner of a dashboard in a hidden container: the options of the app without its functions, and no callbacks. */
function createOwner(
  place: HTMLElement,
  given: object,
  isFitted: boolean,
  onState: EmbedOwner['onState'],
): EmbedOwner {
  const values = Object.entries(given).filter(([, value]) => typeof value !== 'function')
  // The dashboard is not visible, so new data can wait.
  const options = { ...Object.fromEntries(values), refreshEvery: undefined }
  return {
    mountPoint: place,
    options: () => options,
    sizing: () => (isFitted ? 'fitted' : 'none'),
    onState,
    onNews() {},
  }
}

/** The options that the address, the frame or the view depend on. The page takes over all others while it lives. */
const KEY_OPTIONS = [
  'dashboardUiConfig',
  'iframeSandboxExtras',
  'iframeAllowExtras',
  'referrerPolicy',
  'credentialless',
  'locale',
  'nativeFilters',
  'filters',
  'view',
  'activeTab',
] as const

/** Dashboards with the same key and the same token source are the same. `undefined` when the options have no text. */
function keyOf(id: string, domain: string | undefined, given: object): string | undefined {
  const options = ownProperties(given as Readonly<Record<string, unknown>>)
  try {
    return JSON.stringify([id, domain, ...KEY_OPTIONS.map((name) => options[name]), !options.dashboard])
  } catch {
    return undefined
  }
}

const UNUSABLE =
  'keepAlive keeps no dashboard. Pass { frames, forMs }: a count of at least 1, and a time in milliseconds.'
const NO_VIEWER =
  'keepAlive keeps no dashboard, because the viewer is not known. Pass `viewer` to the provider or to the dashboard.'
