import type { GuestpassError } from './errors'
import type { GuestToken } from './guest-token'
import type { ScrollSize } from './scroll-policy'
import type { KeptView } from './view'

/**
 * The seam of the client: what an embed needs of the system that draws the dashboard. It is a channel and not an iframe,
 * because some systems draw a custom element.
 */
export interface Platform<Mount> {
  /** After `close()` nothing is reported any more. */
  open(target: ChannelTarget<Mount>, report: (event: ChannelEvent) => void): Channel
}

export interface ChannelTarget<Mount> {
  readonly mountPoint: Mount
  /** The dashboard's embed id. */
  readonly id: string
  /** The address of the dashboard's server, or of the element's script, with its scheme. */
  readonly domain: string
  /** What is done with the height of the content, at the time of the call. */
  sizing(): Sizing
  /** Where the platform keeps what the viewer looks at, while its page starts again. */
  readonly memory: ViewMemory
  /**
   * Takes a place in the load queue of the app's page. `onTurn` is called when no dashboard loads. The returned function ends
   * the turn, or the wait.
   */
  joinQueue(onTurn: () => void): () => void
  /** Missing when the tokens do not come from a token route. */
  readonly route?: ShareRoute | undefined
  /** Called for everything that the state of the embed does not depend on. */
  emit(news: ChannelNews): void
}

/** The app's token route, which can make permalinks. Its `fetch` is the newest of the app. */
export interface ShareRoute {
  readonly tokenUrl: string
  readonly viewer?: string | undefined
  readonly fetch?: Fetch | undefined
}

/** The `fetch` of the environment. `core` is compiled for an environment without one. */
type Fetch = typeof globalThis extends { readonly fetch: infer Type } ? Type : never

export interface ViewMemory {
  read(): KeptView
  write(view: KeptView): void
}

/** `none`: the height is not measured. `watched`: it is reported. `fitted`: the mount point becomes as high. */
export type Sizing = 'none' | 'watched' | 'fitted'

/** What travels back up, and changes the state of the embed. */
export type ChannelEvent =
  /** The page answered the handshake. */
  | { readonly type: 'connected' }
  /** The dashboard shows something. */
  | { readonly type: 'ready' }
  /** The page went away: a load, a reload, a navigation, a crash. */
  | { readonly type: 'lost' }
  /** The page refused the token, or its deadline passed. */
  | { readonly type: 'failed'; readonly error: GuestpassError }

export type ChannelNews =
  /** The content has another size. */
  | { readonly type: 'size'; readonly size: ScrollSize }
  /** The page emitted a message, for example its data mask. */
  | { readonly type: 'emitted'; readonly method: string; readonly args: unknown }
  /** The dashboard works, and an option of the app does not. */
  | { readonly type: 'warning'; readonly error: GuestpassError }

/**
 * - `now`: start the page again, whatever it does.
 * - `unless-loading`: a document that is still loading goes on, because a restart would discard its progress. It is
 *   started again after 2 min of loading.
 */
export type ReloadMode = 'now' | 'unless-loading'

export interface Channel {
  /** Hands the first token, or a newer token, to the page. */
  authenticate(token: GuestToken): void
  /** Starts the page again. */
  reload(mode: ReloadMode): void
  /** Applies the options that may change while the page lives, and measures the height of its content again. */
  update(): void
  /** Rejects with a `GuestpassError` when the page does not know the method, fails, or goes away. */
  call(method: string, args?: unknown): Promise<unknown>
  /** Ends the channel and removes what it drew; pending calls reject with `unmounted`. */
  close(): void
}
