import type { ReactNode } from 'react'
import type { EmbedView } from '../client/attach'
import type { GuestpassError } from '../core/errors'

/** What an app puts in place of what we show: a node, or a function of what there is to tell. */
export type Slot<Told> = ReactNode | ((told: Told) => ReactNode)

/** What `fallback` is given, where it is a function. */
export interface LoadingSlot {
  /** What `data-state` says. */
  readonly state: EmbedView['name']
}

/** What `errorFallback` and `endedFallback` are given, where they are functions. */
export interface ErrorSlot extends LoadingSlot {
  /** What went wrong. */
  readonly error: GuestpassError
  /** The sentence for the viewer: ours, or the one in `messages`. */
  readonly message: string
  /** Starts the dashboard again. */
  retry(): void
}

export function fill<Told>(slot: Slot<Told>, told: Told): ReactNode {
  return typeof slot === 'function' ? slot(told) : slot
}
