import { GuestpassError } from '../core/errors'

/** Rejects with `issuer-unavailable` when the signal says that nobody waits any longer. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(new GuestpassError('issuer-unavailable', 'Nobody waits for this any longer.'))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
