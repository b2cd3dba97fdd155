import { sleep } from '../../../client/visible-time'
import { ownProperties } from '../../../core/own-properties'
import type { ObservedDataMask } from '../types'

/**
 * Longer than the burst of data masks that 6.1 emits for one "Apply": 6 within 15 ms (measured). It also limits what a
 * page that emits without end can have the app do: 20 data masks a second.
 */
const BURST_MS = 50

/**
 * Returns the receiver of emitted data masks. It calls back with the newest mask of each burst, which also contains whether
 * any mask of the burst changed filters or cross-filters. Values of another type are ignored.
 */
export function gatherDataMasks(
  signal: AbortSignal,
  callback: (mask: ObservedDataMask) => void,
): (emitted: unknown) => boolean {
  let newest: Readonly<Record<string, unknown>> | undefined
  let crossFiltersChanged = false
  let nativeFiltersChanged = false

  function deliver(): void {
    const mask = { ...newest, crossFiltersChanged, nativeFiltersChanged }
    newest = undefined
    crossFiltersChanged = nativeFiltersChanged = false
    callback(mask as ObservedDataMask)
  }

  /** Returns whether the value was a data mask. */
  return (emitted) => {
    if (Object(emitted) !== emitted || Array.isArray(emitted)) return false
    if (!newest) sleep(BURST_MS, signal).then(deliver)
    newest = ownProperties(emitted)
    crossFiltersChanged ||= newest.crossFiltersChanged === true
    nativeFiltersChanged ||= newest.nativeFiltersChanged === true
    return true
  }
}
