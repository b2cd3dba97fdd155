/**
 * One dashboard in one element, for React and for vanilla alike: the driver, with the app's callbacks, observers and log.
 */

import type { EmbedEvent, EmbedState } from '../core/embed-machine'
import { GuestpassError } from '../core/errors'
import { expiresInMs, type Instant } from '../core/guest-token'
import type { KeepAlive } from '../core/keep-policy'
import type { ChannelNews, Sizing } from '../core/platform'
import type { ScrollSize } from '../core/scroll-policy'
import { callSafely } from './call-safely'
import { type Clock, systemClock } from './clock'
import {
  type CreatePlatforms,
  EmbedDriver,
  type EmbedOwner,
  type EmbedTarget,
  type Loading,
} from './embed-driver'
import { type EmbedView, viewOf } from './embed-view'
import { type HiddenEmbed, hiddenEmbeds, prepareForToken } from './hidden-embeds'
import { keptEmbeds, loadKeptEmbeds } from './load-kept-embeds'
import type { Log, LogEvent } from './log'
import { createReport, type EmbedCallbacks, logWarning } from './report'

/** The options that an embed reads itself. It reads them when it needs them, so that the newest count. */
export interface EmbedOptions<DataMask> extends EmbedCallbacks {
  /**
   * `'content'` makes the element as high as the dashboard. A CSS length or a number of pixels keeps that height.
   * @default 'content'
   */
  readonly height?: 'content' | (string & {}) | number | undefined
  /** Called whenever filters change. Superset 6.0 and later. */
  readonly onDataMaskChange?: ((dataMask: DataMask) => void) | undefined
  /** Called whenever the content has another size. */
  readonly onScrollSizeChange?: ((size: ScrollSize) => void) | undefined
  /** Receives every step of the protocol. */
  readonly log?: Log | undefined
  /**
   * The dashboard waits while this many other dashboards of the page load. The next to load is the next in the order in
   * which the viewer sees them. `Infinity` never waits, and a number below 1 counts as 1.
   * @default 2
   */
  readonly maxConcurrentLoads?: number | undefined
  /**
   * Keeps the dashboard alive out of sight when it is unmounted, for example `{ frames: 2, forMs: 300_000 }`: when it is
   * mounted again with the same options and the same `viewer`, it is on the screen at once. A kept dashboard costs about 50 MB
   * of memory, and its token is renewed. It needs `viewer`. Superset and Preset, in browsers with `moveBefore`.
   *
   * @default nothing is kept
   */
  readonly keepAlive?: KeepAlive | undefined
}

export interface CreateEmbedOptions<DataMask> {
  readonly platforms: CreatePlatforms
  readonly options: () => EmbedOptions<DataMask>
  /** Called after every change that an app can see. */
  readonly onView: (view: EmbedView) => void
  readonly clock?: Clock
}

/** The embed of one component. It holds one dashboard at a time, and its observers stay when the dashboard changes. */
export interface Embed<DataMask> {
  /** Loads a dashboard in place of the one before. The same target again changes nothing. */
  mount(target: EmbedTarget): void
  /** Takes the dashboard off the page, if it is the one of `target`. */
  unmount(target?: EmbedTarget): void
  /**
   * The component is hidden, or removed: React does not report which. With `keepAlive` the dashboard stays alive out of sight.
   * Otherwise it stays while its element is in the document, and is unmounted at the latest before another embed requests a
   * token.
   */
  hide(): void
  /** Applies every changed option that does not need a new start of the page. */
  update(): void
  /** See `EmbedDriver.call`. Rejects with `unmounted` when no dashboard is mounted. */
  call(method: string, args?: unknown, signal?: AbortSignal): Promise<unknown>
  /** Starts the dashboard again after an error. */
  retry(): void
  /** Calls back whenever filters change, until the returned function is called. */
  observeDataMask(callback: (dataMask: DataMask) => void): () => void
  /** Calls back whenever the content has another size, until the returned function is called. */
  observeScrollSize(callback: (size: ScrollSize) => void): () => void
}

export function createEmbed<DataMask>(settings: CreateEmbedOptions<DataMask>): Embed<DataMask> {
  const { platforms, options, clock = systemClock } = settings
  const observers: Observers<DataMask> = { dataMask: new Set(), size: new Set() }
  const sizing = () => sizingOf(options(), observers.size.size > 0)
  const onNews = (news: ChannelNews) => publish(news, options(), observers)
  let mounted: { readonly target: EmbedTarget; readonly driver: EmbedDriver } | undefined

  function observe<Callback>(callbacks: Set<Callback>, callback: Callback): () => void {
    callbacks.add(callback)
    mounted?.driver.update()
    return () => void callbacks.delete(callback)
  }

  function unmount(target = mounted?.target): void {
    if (mounted?.target !== target) return
    hiddenEmbeds.delete(hidden)
    mounted?.driver.detach()
    mounted = undefined
  }

  /** Returns whether the dashboard stays alive out of sight, where nothing of this embed reaches it. */
  function keep(): boolean {
    if (!mounted || !keptEmbeds?.keep(mounted.driver, mounted.target, { options, sizing }, clock))
      return false
    hiddenEmbeds.delete(hidden)
    mounted = undefined
    return true
  }

  const hidden: HiddenEmbed = { isRemoved: () => !mounted?.target.mountPoint.isConnected, unmount }

  return {
    mount(target) {
      hiddenEmbeds.delete(hidden)
      if (mounted?.target === target) return
      prepareForToken(target.tokens)
      const owner = createOwner(settings, target, { sizing, onNews }, clock)
      // It takes over the view of an unnamed viewer, which the driver before forgets.
      const next = new EmbedDriver({ ...target, ...owner, platforms, clock })
      unmount()
      settings.onView(firstView(target.loading))
      const kept = keptEmbeds?.takeHidden(target, owner)
      mounted = { target, driver: kept ?? next }
      if (kept) kept.resume()
      else next.mount()
      prepareToKeep(options().keepAlive, target, onNews)
    },
    unmount,
    hide: () => keep() || void hiddenEmbeds.add(hidden),
    update: () => mounted?.driver.update(),
    async call(method, args, signal) {
      if (mounted) return mounted.driver.call(method, args, signal)
      throw new GuestpassError('unmounted', `${method}: no dashboard is mounted.`)
    },
    retry: () => mounted?.driver.retry(),
    observeDataMask: (callback) => observe(observers.dataMask, callback),
    observeScrollSize: (callback) => observe(observers.size, callback),
  }
}

/** Loads the code of kept dashboards when the app wants that. Without the code, the dashboard is unmounted as usual. */
function prepareToKeep(keepAlive: unknown, target: EmbedTarget, onNews: EmbedOwner['onNews']): void {
  if (!keepAlive) return
  loadKeptEmbeds().then(
    ({ checkKeepAlive }) => checkKeepAlive(keepAlive, target, onNews),
    () => {},
  )
}

function createOwner<DataMask>(
  settings: CreateEmbedOptions<DataMask>,
  { id, mountPoint, loading }: EmbedTarget,
  reports: Pick<EmbedOwner, 'sizing' | 'onNews'>,
  clock: Clock,
): EmbedOwner {
  const { options } = settings
  return {
    ...{ mountPoint, loading, options, ...reports },
    loadLimit: () => options().maxConcurrentLoads,
    onState: createStateReport(settings),
    onEvent: createEventLog(id, options, clock),
  }
}

interface Observers<DataMask> {
  readonly dataMask: Set<(dataMask: DataMask) => void>
  readonly size: Set<(size: ScrollSize) => void>
}

/** Reports each new state of an embed to the app: as a view, and through the callbacks. */
function createStateReport<DataMask>({
  options,
  onView,
}: CreateEmbedOptions<DataMask>): EmbedOwner['onState'] {
  const report = createReport(options)
  return (state) => {
    const view = viewOf(state)
    if (!view) return
    onView(view)
    report(view)
  }
}

function createEventLog<DataMask>(
  id: string,
  options: CreateEmbedOptions<DataMask>['options'],
  clock: Clock,
): (event: EmbedEvent, state: EmbedState) => void {
  return (event, state) => {
    const { log } = options()
    // A value of another type is refused by its name.
    if (typeof log === 'function') callSafely(() => log(logEventOf(id, clock.now(), state, event)))
  }
}

function publish<DataMask>(
  news: ChannelNews,
  { onWarning = logWarning, onDataMaskChange, onScrollSizeChange }: EmbedOptions<DataMask>,
  observers: Observers<DataMask>,
): void {
  if (news.type === 'warning') callSafely(() => onWarning(news.error))
  else if (news.type === 'size') notify(news.size, onScrollSizeChange, observers.size)
  else if (news.method === 'observeDataMask') {
    notify(news.args as DataMask, onDataMaskChange, observers.dataMask)
  }
}

function sizingOf<DataMask>(
  { height = 'content', onScrollSizeChange }: EmbedOptions<DataMask>,
  isObserved: boolean,
): Sizing {
  if (height === 'content') return 'fitted'
  return onScrollSizeChange || isObserved ? 'watched' : 'none'
}

function notify<Value>(
  value: Value,
  callback: ((value: Value) => void) | undefined,
  observers: ReadonlySet<(value: Value) => void>,
): void {
  for (const notice of [callback, ...observers]) callSafely(() => notice?.(value))
}

function logEventOf(id: string, now: Instant, { name }: EmbedState, event: EmbedEvent): LogEvent {
  return {
    id,
    atMs: now.monotonicMs,
    event: event.type,
    state: name,
    ...('error' in event && { code: event.error.code }),
    ...('token' in event && { expiresInMs: expiresInMs(event.token, now) }),
  }
}

/** What an app shows before its embed exists, on a server for example. */
export function firstView(loading: Loading | undefined): EmbedView {
  return { state: loading === 'lazy' ? 'idle' : 'connecting', error: undefined }
}
