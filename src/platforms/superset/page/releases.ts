import { GuestpassError } from '../../../core/errors'
import type { Switchboard } from './switchboard'

/** `getChartStates` came with 6.1, so it shows whether a page is older. */
export async function isOlderThan61(get: Switchboard['get']): Promise<boolean> {
  const answer = await get('getChartStates').catch((error) => error)
  return answer instanceof GuestpassError && answer.code === 'not-supported'
}
