import { invalid } from '../options'

/** Runs at most this many calls at once. The others wait in turn, and leave when their client does. */
export function createCallLimit(maxCalls: number) {
  if (!Number.isInteger(maxCalls) || maxCalls < 1)
    throw invalid('maxConcurrentQueries is not a whole number from 1.')
  let running = 0
  const waiting: (() => void)[] = []

  return async <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    while (running >= maxCalls) {
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    running++
    try {
      signal.throwIfAborted()
      return await call()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}
