import { GuestpassError } from '../core/errors'
import type { Clock } from './clock'

/** Longer than a dashboard takes to be ready, or to have failed. */
const LIMIT_MS = 60_000

/** What a call has to wait for: resolves or rejects when that is decided. */
export type Turn<T> = (signal: AbortSignal) => Promise<T>

/** Nothing ever hangs: the turn, and the call in it, end with `signal` or after a minute. */
export async function withinLimit<T>(
  method: string,
  run: Turn<T>,
  signal: AbortSignal | undefined,
  clock: Clock,
): Promise<T> {
  signal?.throwIfAborted()
  const ending = new AbortController()
  const stopLimit = clock.after(LIMIT_MS, () =>
    ending.abort(new GuestpassError('timed-out', `${method}: no answer within ${LIMIT_MS / 1_000} s.`)),
  )
  const onAbort = () => ending.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return await new Promise<T>((resolve, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason))
      run(ending.signal).then(resolve, reject)
    })
  } finally {
    stopLimit()
    signal?.removeEventListener('abort', onAbort)
    ending.abort()
  }
}
