import { systemClock } from '../../../client/clock'
import { GuestpassError } from '../../../core/errors'
import { type GuestToken, isUsable } from '../../../core/guest-token'
import type { ChannelEvent, ChannelNews, ViewMemory } from '../../../core/platform'
import type { KeptView } from '../../../core/view'
import { createFrame } from '../frame'
import type { FrameChannel, FrameTarget } from '../page/frame-channel'
import { type PageUrl, withForce } from '../page-url'
import type { Follower, RefreshHost } from './refresh-host'

/**
 * The frame behind the shown frame, until it takes its place. Nothing of it reaches the app or the viewer before that: no
 * event, no callback, no height, no focus, and no view.
 */
export class FrameBehind {
  readonly channel: FrameChannel
  readonly #host: RefreshHost
  readonly #force: boolean
  readonly #frame: HTMLIFrameElement
  #isShown = false
  #isConnected = false
  #isReady = false
  /** What its page shows. */
  #view: KeptView
  /** The size of its content. */
  #size: ChannelNews | undefined
  readonly #follower: Follower = {
    authenticate: (token) => this.#sendToken(token),
    update: () => this.channel.update(),
  }
  #onReady = () => {}
  #onFailure: (error: unknown) => void = () => {}
  readonly #ready = new Promise<void>((resolve) => {
    this.#onReady = resolve
  })
  readonly #failure = new Promise<never>((_resolve, reject) => {
    this.#onFailure = reject
  })

  /** @param force whether the queries of the page bypass Superset's cache */
  constructor(host: RefreshHost, force: boolean) {
    const { target, shown, followers } = host
    this.#host = host
    this.#force = force
    // A page that fails is also reported when nothing waits for it.
    this.#failure.catch(() => {})
    this.#frame = createFrame(target.mountPoint.ownerDocument, this.#address().url, target.settings().frame)
    this.#frame.inert = true
    this.#frame.scrolling = shown.frame.scrolling
    this.#view = target.memory.read()
    this.channel = host.openFrameChannel(this.#target())
    followers.add(this.#follower)
    shown.frame.before(this.#frame)
  }

  /** What its page shows, as far as it was reported. */
  get view(): KeptView {
    return this.#view
  }

  /** Resolves when its page shows something. Rejects when the page cannot. */
  whenReady(): Promise<void> {
    return Promise.race([this.#ready, this.#failure])
  }

  /** Waits as `delay` does. Rejects when the page goes away meanwhile. */
  wait(delay: Promise<void>): Promise<void> {
    return Promise.race([delay, this.#failure])
  }

  /** Has the browser draw it, still behind the shown frame. */
  draw(): void {
    this.#frame.style.visibility = ''
  }

  /** Puts it into the place of the shown frame, which has been removed. */
  show(): void {
    const { target } = this.#host
    this.#isShown = true
    this.#host.followers.delete(this.#follower)
    target.memory.write(this.#view)
    this.channel.show()
    if (this.#size) target.emit(this.#size)
    this.#frame.inert = false
    this.#host.shown = { frame: this.#frame, channel: this.channel }
  }

  /** Removes it, unless it is shown. */
  drop(): void {
    if (this.#isShown) return
    this.#host.followers.delete(this.#follower)
    this.channel.close()
    this.#frame.remove()
  }

  #target(): FrameTarget {
    const { target } = this.#host
    const memory: ViewMemory = {
      read: () => (this.#isShown ? target.memory.read() : this.#view),
      write: (view) => {
        if (this.#isShown) target.memory.write(view)
        else this.#view = view
      },
    }
    return {
      ...target,
      memory,
      placed: { frame: this.#frame, isLoaded: false },
      isShown: () => this.#isShown,
      address: () => this.#address(),
      settings: () =>
        this.#isShown ? target.settings() : { ...target.settings(), callbacks: {}, keepsTables: false },
      report: (event) => (this.#isShown ? target.report(event) : this.#follow(event)),
      fail: (code, sentence) => {
        if (this.#isShown) target.fail(code, sentence)
        else this.#onFailure(new GuestpassError(code, sentence))
      },
      emit: (news) => {
        if (this.#isShown) target.emit(news)
        else if (news.type === 'size') this.#size = news
      },
    }
  }

  #address(): PageUrl {
    const page = this.#host.target.address()
    // A shown page that starts again has nothing to bypass.
    return this.#force && !this.#isShown ? { ...page, url: withForce(page.url) } : page
  }

  #sendToken(token: GuestToken | undefined): void {
    if (this.#isConnected && isUsable(token, systemClock.now())) this.channel.authenticate(token)
  }

  #follow(event: ChannelEvent): void {
    this.#isConnected = event.type !== 'lost'
    if (event.type === 'connected') this.#sendToken(this.#host.token)
    if (event.type === 'failed') this.#onFailure(event.error)
    // Before it is ready, a page may start again for the translation of its filters.
    if (event.type === 'lost' && this.#isReady) this.#onFailure(new GuestpassError('unreachable', LOST))
    if (event.type !== 'ready') return
    this.#isReady = true
    this.#onReady()
  }
}

const LOST = 'refresh: the page behind the dashboard went away before it was shown.'
