import type { EmbedState } from '../core/embed-machine'
import type { GuestpassError } from '../core/errors'

/** The state of an embed as an app sees it: never the token. `state === 'failed'` narrows `error`. */
export type EmbedView =
  | {
      /** `idle` until the mount point is near the viewport, and then on the way to the dashboard. */
      readonly state: 'idle' | 'connecting' | 'waiting' | 'token-sent'
      /** Why the dashboard is not shown yet. The embed is trying again. */
      readonly error: GuestpassError | undefined
    }
  | {
      /** The dashboard is shown. */
      readonly state: 'ready'
      /** Errors of a dashboard that is shown are warnings, see `onWarning`. */
      readonly error: undefined
    }
  | {
      /** `failed`: the page shows nothing, see `error.retry`. `ended`: nothing is tried until a person asks for it. */
      readonly state: 'failed' | 'ended'
      /** What went wrong. */
      readonly error: GuestpassError
    }

/** `undefined` for a detached embed, which has no view. */
export function viewOf({ name, error }: EmbedState): EmbedView | undefined {
  return name === 'detached' ? undefined : ({ state: name, error } as EmbedView)
}
