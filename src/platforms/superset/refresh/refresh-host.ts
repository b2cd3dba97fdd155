import type { GuestToken } from '../../../core/guest-token'
import type { Channel } from '../../../core/platform'
import type { FrameChannel, FrameTarget, PageTarget } from '../page/frame-channel'

/** What a refresh needs of the channel of the dashboard. */
export interface RefreshHost {
  /** Its `report` and `emit` are for the shown frame. */
  readonly target: PageTarget
  /** Passed, because an import would make another file of it. */
  readonly openFrameChannel: (target: FrameTarget) => FrameChannel
  shown: ShownFrame
  /** The newest token. */
  readonly token: GuestToken | undefined
  /** Receive every newer token, and every change of the options, as the shown frame does. */
  readonly followers: Set<Follower>
  /** Aborts when the shown page is no longer ready. */
  readonly readiness: AbortSignal
}

export type Follower = Pick<Channel, 'authenticate' | 'update'>

export interface ShownFrame {
  readonly frame: HTMLIFrameElement
  readonly channel: FrameChannel
}

/** How a dashboard is refreshed. */
export interface RefreshKind {
  /** Whether the queries of the page bypass Superset's cache. */
  readonly force: boolean
  /** `app`: the app asked for it. `schedule`: it is due, so the viewer may not lose anything. */
  readonly cause: 'app' | 'schedule'
}

/** `kept`: the shown page stays, because the viewer would lose a selection. */
export type RefreshOutcome = 'refreshed' | 'kept'
