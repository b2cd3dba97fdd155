/**
 * The channel to the page of a dashboard. A bundler makes one file of this folder, which a page loads while its frame loads:
 * the app sends nothing to a document before its `load`. Code outside this folder imports only types from it.
 *
 * The page is in one frame, and a refresh replaces that frame. The code of a refresh is loaded when the app needs it.
 */

import { GuestpassError } from '../../../core/errors'
import type { GuestToken } from '../../../core/guest-token'
import { isSame } from '../../../core/is-same'
import type { Channel, ChannelEvent, ChannelNews } from '../../../core/platform'
import type { ScrollSize } from '../../../core/scroll-policy'
import type { Follower, RefreshHost, ShownFrame } from '../refresh/refresh-host'
import type { Refresher } from '../refresh/refresher'
import { openFrameChannel, type PageTarget } from './frame-channel'
import { movedTo } from './moved-to'

export type { PageTarget } from './frame-channel'

export function openPageChannel(target: PageTarget): Channel {
  const page = new RefreshablePage(target)
  return {
    authenticate: (token) => page.authenticate(token),
    reload: (mode) => page.shown.channel.reload(mode),
    update: () => page.update(),
    call: (method, args) =>
      method === 'refresh' ? page.refresh(args) : page.shown.channel.call(method, args),
    close: () => page.close(),
  }
}

class RefreshablePage implements RefreshHost {
  readonly openFrameChannel = openFrameChannel
  readonly followers = new Set<Follower>()
  shown: ShownFrame
  token: GuestToken | undefined
  readonly #target: PageTarget
  #mountPoint: HTMLElement
  #readiness = new AbortController()
  #size: ScrollSize | undefined
  #refresher: Promise<Refresher> | undefined

  constructor(target: PageTarget) {
    this.#target = target
    this.#mountPoint = target.mountPoint
    this.#leave('is not ready')
    const channel = openFrameChannel({ ...this.target, isShown: () => true })
    this.shown = { frame: target.placed.frame, channel }
  }

  get target(): PageTarget {
    return {
      ...this.#target,
      mountPoint: this.#mountPoint,
      report: (event) => this.#report(event),
      emit: (news) => this.#emit(news),
    }
  }

  get readiness(): AbortSignal {
    return this.#readiness.signal
  }

  authenticate(token: GuestToken): void {
    this.token = token
    this.shown.channel.authenticate(token)
    for (const follower of this.followers) follower.authenticate(token)
  }

  update(): void {
    const next = movedTo(this.shown.frame, this.#mountPoint)
    this.#mountPoint = next ?? this.#mountPoint
    this.shown.channel.update()
    for (const follower of this.followers) follower.update()
    // The app around the other mount point has not received it.
    if (next && this.#size) this.#target.emit({ type: 'size', size: this.#size })
    this.#updateSchedule()
  }

  async refresh(args: unknown): Promise<void> {
    const { readiness } = this
    const refresher = await this.#loadRefresher()
    readiness.throwIfAborted()
    return refresher.refresh(Object(args).force === true)
  }

  close(): void {
    this.#leave('was unmounted')
    this.token = undefined
    this.shown.channel.close()
    this.shown.frame.remove()
  }

  /** Receives the events of the shown frame only. */
  #report(event: ChannelEvent): void {
    if (event.type === 'lost') this.#leave('starts again')
    if (event.type === 'ready') this.#readiness = new AbortController()
    this.#target.report(event)
    if (event.type === 'ready') this.#updateSchedule()
  }

  /** A refreshed page often has the size of the page before it. */
  #emit(news: ChannelNews): void {
    if (news.type === 'size') {
      if (isSame(news.size, this.#size)) return
      this.#size = news.size
    }
    this.#target.emit(news)
  }

  /** Ends the refresh that is under way. */
  #leave(state: string): void {
    this.#readiness.abort(new GuestpassError('unmounted', `refresh: the dashboard ${state}.`))
  }

  #updateSchedule(): void {
    if (!this.#refresher && this.#target.settings().refresh.everyMs === undefined) return
    this.#loadRefresher().then(
      (refresher) => refresher.updateSchedule(),
      (error) => this.#emit({ type: 'warning', error }),
    )
  }

  async #loadRefresher(): Promise<Refresher> {
    this.#refresher ??= import('../refresh/refresher').then(({ createRefresher }) => createRefresher(this))
    try {
      return await this.#refresher
    } catch (cause) {
      this.#refresher = undefined
      throw new GuestpassError(
        'unreachable',
        'The call refresh() failed, because a script of the app does not load.',
        { cause },
      )
    }
  }
}
