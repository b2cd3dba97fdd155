import { GuestpassError } from '../core/errors'

/** Rejects with `issuer-unavailable`, for this reason, when the signal is aborted. */
export function untilAborted(signal: AbortSignal, reason: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(new GuestpassError('issuer-unavailable', reason))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
