/**
 * Drives the embed machine: what the page, the token source and the app report goes in as events, and the effects of the
 * machine are carried out here. Every decision is in the table of core/embed-machine.
 */

import { type EmbedEffect, type EmbedEvent, type EmbedState, embedStep, IDLE } from '../core/embed-machine'
import { toGuestpassError } from '../core/errors'
import type { GuestToken } from '../core/guest-token'
import { DEFAULT_LIMIT, DRAW_MS } from '../core/load-queue'
import { checkTypes } from '../core/option-types'
import { ownProperties } from '../core/own-properties'
import type { Channel, ChannelNews, ChannelTarget, Platform, ReloadMode, Sizing } from '../core/platform'
import type { PlatformName } from '../core/platform-name'
import { NO_RECORD, type TokenRecord } from '../core/refresh-policy'
import { type Clock, systemClock } from './clock'
import { createViewMemory, type EmbedMemory } from './kept-views'
import { loadCallCode } from './load-call-code'
import { joinLoadQueue, startWaiting } from './load-queue'
import { claimMountPoint, type MountClaim } from './mount-claim'
import { createSelfHealing, type SelfHealing } from './self-healing'
import type { TokenSource } from './token-source'
import { onPageCache } from './wake'
import { whenNear } from './when-near'

/** When a dashboard is loaded: at once, or once it is near the viewport. */
export type Loading = 'eager' | 'lazy'

/** Where a dashboard is drawn, and what receives its reports. A dashboard can have another owner later. */
export interface EmbedOwner {
  readonly mountPoint: HTMLElement
  /** The options of the app, which the platform reads when it needs them. */
  readonly options: () => object
  /** @default 'eager' */
  readonly loading?: Loading | undefined
  /** The dashboard waits while this many others of the page load. Read when it begins to wait. @default 2 */
  readonly loadLimit?: (() => number | undefined) | undefined
  /** @default the queue of the page */
  readonly joinQueue?: typeof joinLoadQueue
  /** What is done with the height of the content. Read again after every `update()`. */
  readonly sizing: () => Sizing
  /** Called after every change of the state. */
  readonly onState: (state: EmbedState) => void
  /** Called after every event with the state that followed, also when the state stayed the same. */
  readonly onEvent?: (event: EmbedEvent, state: EmbedState) => void
  /** Called for everything that the state does not depend on. */
  readonly onNews: (news: ChannelNews) => void
}

/** Makes the platforms, which read the options of the app with the function. */
export type CreatePlatforms = (options: () => object) => Readonly<Record<PlatformName, Platform<HTMLElement>>>

export interface EmbedDriverOptions extends EmbedOwner {
  /** The dashboard's embed id. */
  readonly id: string
  readonly platforms: CreatePlatforms
  readonly tokens: TokenSource
  /** Superset's address. Without it the frame waits for the address that comes with the token. */
  readonly domain?: string | undefined
  readonly clock?: Clock | undefined
}

/** What is embedded, and where. */
export type EmbedTarget = Pick<EmbedDriverOptions, 'id' | 'mountPoint' | 'tokens' | 'domain' | 'loading'>

export class EmbedDriver {
  readonly #options: Omit<EmbedDriverOptions, keyof EmbedOwner>
  readonly #platforms: ReturnType<CreatePlatforms>
  readonly #clock: Clock
  readonly #healing: SelfHealing
  readonly #memory: EmbedMemory
  /** Callbacks that look at the state after every change. */
  readonly #watchers = new Set<() => void>()
  /** Events that are handled now, or next. */
  readonly #events: EmbedEvent[] = []
  #stopWatching: readonly (() => void)[] = []
  #owner: EmbedOwner
  #state = ownProperties(IDLE)
  #record: TokenRecord = NO_RECORD
  #channel: OpenChannel | undefined
  #claim: MountClaim | undefined
  #releaseToken: (() => void) | undefined
  /** Does nothing when the dashboard is not in the queue. */
  #leaveQueue: (afterMs?: number) => void = () => {}

  constructor(options: EmbedDriverOptions) {
    this.#options = options
    this.#owner = options
    this.#platforms = options.platforms(() => this.#owner.options())
    this.#clock = options.clock ?? systemClock
    this.#memory = createViewMemory(options.tokens, options.id)
    this.#healing = createSelfHealing(
      this.#clock,
      () => this.#dispatch({ type: 'auto-retry' }),
      () => this.#owner.mountPoint.ownerDocument,
    )
  }

  get state(): EmbedState['name'] {
    return this.#state.name
  }

  /** Loads the dashboard, at once or when it is near the viewport. */
  mount(): void {
    const { mountPoint, loading } = this.#owner
    // A lazy embed claims its element at once, too.
    this.#claim = claimMountPoint(mountPoint)
    const onNear = () => this.#dispatch({ type: 'near' })
    this.#stopWatching = [
      onPageCache(
        () => this.#dispatch({ type: 'suspended' }),
        () => this.#resume(),
      ),
      loading === 'lazy' ? whenNear(mountPoint, onNear) : () => {},
    ]
    if (loading === 'lazy') return
    onNear()
    // Before anything else happens, but after the other dashboards of this render are mounted.
    queueMicrotask(startWaiting)
  }

  /** Waits until the dashboard is ready. Rejects when it cannot become ready, with the signal's reason, or after a minute. */
  async call(method: string, args?: unknown, signal?: AbortSignal): Promise<unknown> {
    const { callWhenReady } = await loadCallCode(method)
    const look = () => ({ state: this.#state, channel: this.#channel })
    return callWhenReady({ look, watchers: this.#watchers, clock: this.#clock }, method, args, signal)
  }

  retry(): void {
    this.#dispatch({ type: 'user-retry' })
  }

  /** Applies every changed option that does not need a new start of the page. */
  update(): void {
    this.#channel?.update()
  }

  /**
   * The caller moves the frames, and calls `resume` then. Returns false when the mount point of the owner holds another
   * dashboard.
   */
  setOwner(owner: EmbedOwner): boolean {
    this.#claim?.release()
    this.#claim = claimMountPoint(owner.mountPoint)
    this.#owner = owner
    return !!this.#claim
  }

  /** Takes over the options of the owner, and reports the state to it. */
  resume(): void {
    this.update()
    this.#owner.onState(this.#state)
  }

  detach(): void {
    for (const stop of this.#stopWatching) stop()
    this.#releaseToken?.()
    this.#dispatch({ type: 'detached' })
    this.#claim?.release()
    // The app can hold the embed for longer than its token may stay in memory.
    this.#record = NO_RECORD
  }

  /** An event that an effect causes is handled after all effects of the event before. */
  #dispatch(event: EmbedEvent): void {
    if (this.#events.push(event) > 1) return
    try {
      // The list grows meanwhile.
      for (const next of this.#events) this.#step(next)
    } finally {
      this.#events.length = 0
    }
  }

  #step(event: EmbedEvent): void {
    const before = this.#state
    const [next, ...effects] = embedStep(before, event, this.#clock.now())
    // Most states have no token or error, and a polluted prototype would add them.
    const state = next === before ? before : ownProperties(next)
    this.#state = state
    for (const effect of effects) this.#perform(effect)
    // A dashboard that has ended keeps no room on the app's page.
    if (state.name === 'ended') this.#claim?.restore()
    this.#owner.onEvent?.(event, state)
    if (state === before) return
    // The others no longer wait for a page that shows something, or has its first error.
    if (this.#channel && (state.name === 'ready' || state.error)) this.#leaveQueue(state.error ? 0 : DRAW_MS)
    this.#healing.observe(state)
    this.#owner.onState(state)
    for (const look of this.#watchers) look()
  }

  /** An option that cannot be used is found while it is used. */
  #perform(effect: EmbedEffect): void {
    try {
      this.#effects[effect]()
    } catch (error) {
      this.#refuse('The options cannot be read.', error)
    }
  }

  readonly #effects: Readonly<Record<EmbedEffect, () => void>> = {
    start: () => this.#start(),
    open: () => this.#openChannel(),
    send: () => this.#state.token && this.#channel?.authenticate(this.#state.token),
    'renew-soon': () => this.#renew('soon'),
    'renew-now': () => this.#renew('now'),
    reload: () => this.#reload('now'),
    'reload-unless-loading': () => this.#reload('unless-loading'),
    close: () => this.#closeChannel(),
  }

  #start(): void {
    const { id, tokens } = this.#options
    checkTypes(this.#owner.options())
    this.#claim ??= claimMountPoint(this.#owner.mountPoint)
    if (!id) this.#refuse('The embed id is missing. Pass id or dashboard.')
    else if (!this.#claim) this.#refuse('mountPoint already holds a dashboard. Unmount it first.')
    else {
      if (!this.#releaseToken) {
        this.#releaseToken = tokens.use(id, () => this.#onTokenChange())
        this.#onTokenChange()
      }
      this.#joinQueue()
    }
  }

  #refuse(sentence: string, cause?: unknown): void {
    this.#dispatch({ type: 'options-refused', error: toGuestpassError(cause, 'option-invalid', sentence) })
  }

  #renew(when: 'now' | 'soon'): void {
    if (this.#releaseToken) this.#options.tokens.renew(this.#options.id, when)
  }

  /** Back must not show the old rows: the token route is asked before the dashboard is loaded again. */
  #resume(): void {
    this.#renew('now')
    this.#dispatch({ type: 'user-retry' })
  }

  /** Waits for a turn. Without `domain` it begins when the token has come, because the address comes with it. */
  #joinQueue(): void {
    const { mountPoint, loadLimit, joinQueue = joinLoadQueue } = this.#owner
    if (this.#channel || !(this.#options.domain || this.#record.token)) return
    this.#leaveQueue()
    this.#leaveQueue = joinQueue({
      mountPoint,
      limit: loadLimit?.() ?? DEFAULT_LIMIT,
      clock: this.#clock,
      onTurn: () => this.#dispatch({ type: 'turn' }),
    })
  }

  #openChannel(): void {
    if (this.#channel || !this.#claim) return
    const { id, tokens } = this.#options
    const { token } = this.#record
    const platform = platformOf(token)
    const domain = (platform === 'superset' && this.#options.domain) || token?.domain
    if (!domain) {
      if (token) this.#refuse('supersetDomain is missing. Pass it, or return it from the token route.')
      // The token was dropped meanwhile. With the next token the dashboard waits for a turn again.
      this.#leaveQueue()
      return
    }
    const target: ChannelTarget<HTMLElement> = {
      mountPoint: this.#owner.mountPoint,
      id,
      domain,
      memory: this.#memory,
      route: tokens.route,
      sizing: () => this.#owner.sizing(),
      joinQueue: (onTurn) =>
        joinLoadQueue({ mountPoint: this.#owner.mountPoint, limit: 1, clock: this.#clock, onTurn }),
      emit: (news) => this.#owner.onNews(news),
    }
    const channel = this.#platforms[platform].open(target, (event) => this.#dispatch(event))
    this.#channel = { ...channel, platform }
  }

  #reload(mode: ReloadMode): void {
    if (this.#channel) this.#channel.reload(mode)
    else this.#joinQueue()
  }

  #closeChannel(): void {
    this.#leaveQueue()
    this.#channel?.close()
    this.#channel = undefined
    this.#memory.forget()
  }

  #onTokenChange(): void {
    const before = this.#record
    this.#record = this.#options.tokens.record(this.#options.id)
    const { token, error, isDoubted } = this.#record
    if (isDoubted && !before.isDoubted) this.#dispatch({ type: 'suspended' })
    if (token && token !== before.token) {
      // A frame that did not wait for the token route may belong to another system.
      if (this.#channel && this.#channel.platform !== platformOf(token)) {
        this.#closeChannel()
        this.#dispatch({ type: 'lost' })
      }
      this.#dispatch({ type: 'token', token })
    }
    if (error && error !== before.error) this.#dispatch({ type: 'token-failed', error })
  }
}

interface OpenChannel extends Channel {
  readonly platform: PlatformName
}

function platformOf(token: GuestToken | undefined): PlatformName {
  return token?.platform ?? 'superset'
}
