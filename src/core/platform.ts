import type { GuestpassError } from './errors'
import type { GuestToken } from './guest-token'
import type { ScrollSize } from './scroll-policy'

/**
 * The client seam: what an embed needs of the system that draws the dashboard. It is a channel and not an
 * iframe, because not every system draws into one.
 */
export interface Platform<Mount> {
  /** After `close()` nothing is reported any more. */
  open(target: ChannelTarget<Mount>, report: (event: ChannelEvent) => void): Channel
}

/** Each a system of its own, with its own way into a page. */
export type PlatformName = 'superset' | 'embeddable'

export interface ChannelTarget<Mount> {
  readonly mountPoint: Mount
  /** The dashboard's embed id. */
  readonly id: string
  /** Where the dashboard lives, with its scheme; of an element, its script. */
  readonly domain: string
  /** What is done with the height of the content, as it is then. */
  sizing(): Sizing
  /** Hears what the state of the embed does not depend on. */
  tell(news: ChannelNews): void
}

/** Nobody asks for it; somebody wants to know it; the mount point is made as high. */
export type Sizing = 'none' | 'watched' | 'fitted'

/** What travels back up, and changes the state of the embed. */
export type ChannelEvent =
  /** The page answered the handshake. */
  | { readonly type: 'connected' }
  /** The dashboard shows something. */
  | { readonly type: 'rendered' }
  /** The page went away: a load, a reload, a navigation, a crash. */
  | { readonly type: 'lost' }
  /** The page refused the token, or its deadline passed. */
  | { readonly type: 'failed'; readonly error: GuestpassError }

export type ChannelNews =
  /** The content has another size. */
  | { readonly type: 'size'; readonly size: ScrollSize }
  /** The dashboard told something by itself. */
  | { readonly type: 'told'; readonly method: string; readonly args: unknown }
  /** Something the app asked for cannot be; the dashboard is there all the same. */
  | { readonly type: 'warning'; readonly error: GuestpassError }

export interface Channel {
  /** Hands the page a token: the first one, or a newer one. */
  authenticate(token: GuestToken): void
  /** Starts the page again. */
  reload(): void
  /** Takes over what may change while the page lives, and looks again at how high its content is. */
  update(): void
  /** Rejects with a `GuestpassError` when the page does not know the method, fails, or goes away. */
  call(method: string, args?: unknown): Promise<unknown>
  /** Ends the channel and removes what it drew; pending calls reject with `unmounted`. */
  close(): void
}
