import { invalid } from '../options'

/** Runs at most this many calls at once. The others wait in turn, and leave the line when their signal is aborted. */
export function createCallLimit(maxCalls: number) {
  if (!Number.isInteger(maxCalls) || maxCalls < 1)
    throw invalid('maxConcurrentQueries is not a whole number from 1.')
  let running = 0
  const waiting = new Set<() => void>()

  function untilTurn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = () => {
        signal.removeEventListener('abort', onAbort)
        waiting.delete(onTurn)
        running++
        resolve()
      }
      const onAbort = () => {
        waiting.delete(onTurn)
        reject(signal.reason)
      }
      if (running < maxCalls) return onTurn()
      waiting.add(onTurn)
      signal.addEventListener('abort', onAbort)
    })
  }

  return async <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted()
    await untilTurn(signal)
    try {
      return await call()
    } finally {
      running--
      const [next] = waiting
      next?.()
    }
  }
}
