import type { ReactNode } from 'react'
import type { EmbedView } from '../client/attach'
import type { GuestpassError } from '../core/errors'

/** What an app puts in place of what we show: a node, or a function of what there is to tell. */
export type Slot<Told> = ReactNode | ((told: Told) => ReactNode)

export interface LoadingSlot {
  readonly state: EmbedView['name']
}

export interface ErrorSlot extends LoadingSlot {
  readonly error: GuestpassError
  /** The sentence for the viewer: ours, or the one in `messages`. */
  readonly message: string
  /** Starts the dashboard again. */
  retry(): void
}

export function fill<Told>(slot: Slot<Told>, told: Told): ReactNode {
  return typeof slot === 'function' ? slot(told) : slot
}
