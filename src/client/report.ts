import type { GuestpassError } from '../core/errors'
import { callSafely } from './call-safely'
import type { EmbedView } from './embed-view'

/** The callbacks of an app about the life of an embed. */
export interface EmbedCallbacks {
  /** The dashboard shows something: for the first time, or again after it was gone. */
  readonly onReady?: (() => void) | undefined
  /**
   * Called when the dashboard cannot be shown. `error.retry` is what happens next: `'automatic'`, `'user'` or `'never'`.
   * @default writes the message to the console
   */
  readonly onError?: ((error: GuestpassError) => void) | undefined
  /**
   * Called when the dashboard works, and something that the app asked for does not.
   * @default writes the message to the console
   */
  readonly onWarning?: ((error: GuestpassError) => void) | undefined
  /** The viewer is no longer signed in. `onError` receives `session-ended`, too. */
  readonly onSessionEnded?: (() => void) | undefined
}

/** Turns the views of an embed into calls of the app's callbacks: one call for each thing that happens. */
export function createReport(callbacks: () => EmbedCallbacks): (view: EmbedView) => void {
  let wasReady = false
  /** The code that was reported last. A page that is tried again fails for the same reason each time. */
  let reportedCode: string | undefined

  return ({ state, error }) => {
    const isReady = state === 'ready'
    const { onReady, onError = logError, onSessionEnded } = callbacks()
    if (isReady && !wasReady) callSafely(() => onReady?.())
    wasReady = isReady
    if (isReady || (state === 'connecting' && !error)) reportedCode = undefined
    if (!error || error.code === reportedCode) return
    reportedCode = error.code
    callSafely(() => onError(error))
    if (error.code === 'session-ended') callSafely(() => onSessionEnded?.())
  }
}

/** No failure is silent, also in an app without callbacks. */
function logError({ message }: GuestpassError): void {
  console.error(`guestpass: ${message}`)
}

export function logWarning({ message }: GuestpassError): void {
  console.warn(`guestpass: ${message}`)
}
