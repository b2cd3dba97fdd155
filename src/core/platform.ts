import type { GuestpassError } from './errors'

/**
 * The client seam: what an embed needs of the system that draws the dashboard. It is a channel and not an
 * iframe, because not every system draws into one.
 */
export interface Platform<Mount> {
  /** After `close()` nothing is reported any more. */
  open(target: ChannelTarget<Mount>, report: (event: ChannelEvent) => void): Channel
}

export interface ChannelTarget<Mount> {
  readonly mountPoint: Mount
  /** The dashboard's embed id. */
  readonly id: string
  /** Where the dashboard lives, with its scheme. */
  readonly domain: string
}

/** What travels back up. */
export type ChannelEvent =
  /** The page answered the handshake. */
  | { readonly type: 'connected' }
  /** The dashboard shows something. */
  | { readonly type: 'rendered' }
  /** The page went away: a load, a reload, a navigation. */
  | { readonly type: 'lost' }
  /** The page refused the token, or its deadline passed. */
  | { readonly type: 'failed'; readonly error: GuestpassError }

export interface Channel {
  /** Hands the page a token: the first one, or a newer one. */
  authenticate(token: string): void
  /** Starts the page again. */
  reload(): void
  /** Rejects with a `GuestpassError` when the page does not know the method, fails, or goes away. */
  call(method: string, args?: unknown): Promise<unknown>
  /** Ends the channel and removes what it drew; pending calls reject with `unmounted`. */
  close(): void
}
