import type { CSSProperties } from 'react'
import type { EmbedView } from '../client/embed-view'
import { ErrorMessage } from './error-message'
import { messageOf, type Texts } from './messages'
import { Skeleton } from './skeleton'
import { type ErrorSlot, fill, type LoadingSlot, type Slot } from './slots'

/** What the app shows in place of a dashboard that is not ready. */
export interface CoverSlots {
  /** Shown until the dashboard is ready. @default the outline of a dashboard */
  readonly fallback?: Slot<LoadingSlot> | undefined
  /** Shown when an error keeps the dashboard away. @default what happened, and a button that tries again */
  readonly errorFallback?: Slot<ErrorSlot> | undefined
  /** Shown when nothing is tried by itself: signed out, not allowed, a wrong option. @default `errorFallback` */
  readonly endedFallback?: Slot<ErrorSlot> | undefined
}

interface CoverProps {
  readonly slots: CoverSlots
  readonly view: EmbedView
  readonly texts: Texts
  readonly retry: () => void
}

/** Lies over the frame until the dashboard is ready. */
export function Cover({ view, texts, retry, slots }: CoverProps) {
  const { state, error } = view
  const { fallback, errorFallback, endedFallback } = slots
  if (!error) {
    return (
      <div data-part="fallback" style={COVER}>
        {fallback === undefined ? <Skeleton text={texts.loading} /> : fill(fallback, { state })}
      </div>
    )
  }
  const slot = state === 'ended' && endedFallback !== undefined ? endedFallback : errorFallback
  const details = { state, error, message: messageOf(error, texts), retry }
  return (
    <div data-part="error" role="alert" style={COVER}>
      {slot === undefined ? <ErrorMessage {...details} texts={texts} /> : fill(slot, details)}
    </div>
  )
}

/** Opaque, because the frame shows an unfinished page meanwhile. */
const COVER: CSSProperties = {
  position: 'absolute',
  inset: 0,
  overflow: 'auto',
  borderRadius: 'var(--guestpass-radius, 8px)',
  background: 'var(--guestpass-background, Canvas)',
  color: 'var(--guestpass-message, CanvasText)',
}
