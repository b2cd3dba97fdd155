import type { CSSProperties } from 'react'
import type { EmbedView } from '../client/attach'
import { ErrorMessage } from './error-message'
import { messageOf, type Texts } from './messages'
import { Skeleton } from './skeleton'
import { type ErrorSlot, fill, type LoadingSlot, type Slot } from './slots'

export interface CoverSlots {
  /** Shown until the dashboard shows something. @default a skeleton of one */
  readonly fallback?: Slot<LoadingSlot>
  /** Shown when there is a reason why there is no dashboard. @default what happened, and a button that tries again */
  readonly errorFallback?: Slot<ErrorSlot>
  /** Shown when nothing is tried any more: signed out, not allowed, set up wrong. @default `errorFallback` */
  readonly endedFallback?: Slot<ErrorSlot>
}

interface CoverProps extends CoverSlots {
  readonly view: EmbedView
  readonly texts: Texts
  readonly retry: () => void
}

/** Lies over the frame for as long as there is no dashboard to see in it. */
export function Cover({ view, texts, retry, fallback, errorFallback, endedFallback }: CoverProps) {
  const { name: state, error } = view
  if (!error) {
    return (
      <div data-part="fallback" style={COVER}>
        {fallback === undefined ? <Skeleton text={texts.loading} /> : fill(fallback, { state })}
      </div>
    )
  }
  const slot = state === 'ended' && endedFallback !== undefined ? endedFallback : errorFallback
  const told = { state, error, message: messageOf(error, texts), retry }
  return (
    <div data-part="error" role="alert" style={COVER}>
      {slot === undefined ? <ErrorMessage {...told} texts={texts} /> : fill(slot, told)}
    </div>
  )
}

/** Opaque, because what the frame shows meanwhile is nothing to look at. */
const COVER: CSSProperties = {
  position: 'absolute',
  inset: 0,
  overflow: 'auto',
  borderRadius: 'var(--guestpass-radius, 8px)',
  background: 'var(--guestpass-background, Canvas)',
  color: 'var(--guestpass-message, CanvasText)',
}
