import type { GuestpassError } from '../core/errors'
import type { EmbedView } from './attach'

/** What an app hears of an embed. */
export interface EmbedCallbacks {
  /** The dashboard shows something: for the first time, or again after it was gone. */
  readonly onReady?: (() => void) | undefined
  /** Something went wrong; the embed goes on by itself unless `isFinal(error)`. */
  readonly onError?: ((error: GuestpassError) => void) | undefined
  /** Nobody is signed in any more. */
  readonly onSessionEnded?: (() => void) | undefined
}

/** Calls the callbacks, as they are then, once for each thing that happens. */
export function createReport(callbacks: () => EmbedCallbacks): (now: EmbedView) => void {
  let before: EmbedView | undefined
  /** What was said last; a page that is tried again and again fails for the same reason each time. */
  let said: string | undefined
  return (now) => {
    const { onReady, onError, onSessionEnded } = callbacks()
    const { name, error } = now
    const last = before
    before = now
    if (name === 'ready' && last?.name !== 'ready') onReady?.()
    if (name === 'ready' || (name === 'connecting' && !error)) said = undefined
    if (!error || error.code === said) return
    said = error.code
    onError?.(error)
    if (error.code === 'session-ended') onSessionEnded?.()
  }
}
