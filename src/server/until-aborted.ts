import { GuestpassError } from '../core/errors'

/** Rejects with `issuer-unavailable`, for this reason, when the signal is aborted. */
export function untilAborted(signal: AbortSignal, reason: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(new GuestpassError('issuer-unavailable', reason))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
