import { invalid } from '../options'
import { createWaitingLine } from '../waiting-line'

/** Runs at most this many calls at once. The others wait in turn, and leave the line when their signal is aborted. */
export function createCallLimit(maxCalls: number) {
  if (!Number.isInteger(maxCalls) || maxCalls < 1)
    throw invalid('maxConcurrentQueries is not a whole number from 1.')
  const runInTurn = createWaitingLine()
  return <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => runInTurn(maxCalls, signal, call)
}
