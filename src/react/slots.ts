import type { ReactNode } from 'react'
import type { EmbedView } from '../client/embed-view'
import type { GuestpassError } from '../core/errors'

/** What an app shows in place of our parts: a node, or a function that returns a node. */
export type Slot<Told> = ReactNode | ((told: Told) => ReactNode)

/** The argument of `fallback` when it is a function. */
export interface LoadingSlot {
  /** The value of `data-state`. */
  readonly state: EmbedView['state']
}

/** The argument of `errorFallback` and `endedFallback` when they are functions. */
export interface ErrorSlot extends LoadingSlot {
  /** What went wrong. */
  readonly error: GuestpassError
  /** The sentence for the viewer: the app's in `messages`, or ours. */
  readonly message: string
  /** Starts the dashboard again. */
  retry(): void
}

export function fill<Told>(slot: Slot<Told>, props: Told): ReactNode {
  return typeof slot === 'function' ? slot(props) : slot
}
