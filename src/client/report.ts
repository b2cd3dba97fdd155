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
  return (now) => {
    const { onReady, onError, onSessionEnded } = callbacks()
    const { name, error } = now
    const last = before
    before = now
    if (name === 'ready' && last?.name !== 'ready') onReady?.()
    if (!error || error === last?.error) return
    onError?.(error)
    if (error.code === 'session-ended') onSessionEnded?.()
  }
}
