import type { GuestpassErrorCode } from '../core/errors'
import type { EmbedView } from './embed-view'

/** One step in the life of an embed. It never holds a token, a rule or a value of a filter. */
export interface LogEvent {
  /** The dashboard's embed id. */
  readonly id: string
  /** When it happened, in milliseconds since the page was opened (`performance.now()`). */
  readonly atMs: number
  /**
   * What happened: `near`, `turn`, `connected`, `token`, `token-failed`, `ready`, `lost`, `failed`, `auto-retry` …
   * Between `near` and `turn` the dashboard waits for its address, or for other dashboards that load first.
   */
  readonly event: string
  /** The state that followed. Some events do not change it. */
  readonly state: EmbedView['state'] | 'detached'
  /** Why, when the event is a failure. */
  readonly code?: GuestpassErrorCode
  /** How long the token is still valid, in milliseconds, when the event is `token`. */
  readonly expiresInMs?: number
}

/** Receives every step of every embed, in order. */
export type Log = (event: LogEvent) => void
