import { GuestpassError } from '../../../core/errors'
import type { Switchboard } from './switchboard'

/** The answer of the page, or `undefined` from a page that is too old for the method. */
export async function askIfSupported(
  get: Switchboard['get'],
  method: string,
): Promise<{ readonly answer: unknown } | undefined> {
  try {
    return { answer: await get(method) }
  } catch (error) {
    if (isNotSupported(error)) return undefined
    throw error
  }
}

/** `getChartStates` came with 6.1, so it shows whether a page is older. */
export async function isOlderThan61(get: Switchboard['get']): Promise<boolean> {
  return isNotSupported(await get('getChartStates').catch((error) => error))
}

const isNotSupported = (answer: unknown) =>
  answer instanceof GuestpassError && answer.code === 'not-supported'
