/**
 * Superset never tells its host what became of a token, so it is read off the page.
 *
 * - `getDataMask` (6.0 and later) and `getActiveTabs` fill once the dashboard is there.
 * - A height of 18 is the page that refused the token; of 0 at the deadline, a page that stayed white.
 *
 * Measured on Superset 6.1: a dashboard reports its full height while it still loads, so height alone proves
 * nothing good, except on pages that know neither call.
 */

import { GuestpassError } from '../../core/errors'
import type { ChannelEvent } from '../../core/platform'
import type { Switchboard } from './switchboard'
import { onDeadline, sleep } from './visible-time'

const POLL_MS = 100
const REFUSED_HEIGHT = 18

/**
 * Watches until the dashboard shows something. A page that is refused, or misses its deadline, is reported once
 * and watched on, because it may still come; one that does not even answer misses it too.
 */
export async function watchDashboard(
  page: Switchboard,
  signal: AbortSignal,
  report: (event: ChannelEvent) => void,
): Promise<void> {
  const ask = (method: string) => page.get(method).catch((error) => error)
  let height: unknown
  const fail = (code: keyof typeof WHY) => {
    stopDeadline()
    report({ type: 'failed', error: new GuestpassError(code, WHY[code]) })
  }
  const stopDeadline = onDeadline(signal, () => fail(height === 0 ? 'blank' : 'timed-out'))
  for (let isRefused = false; ; await sleep(POLL_MS, signal)) {
    const before = height
    const [mask, tabs, size] = await Promise.all(['getDataMask', 'getActiveTabs', 'getScrollSize'].map(ask))
    if (signal.aborted) return
    height = Object(size).height
    const isOld = mask instanceof GuestpassError && tabs instanceof GuestpassError
    const isTall = typeof height === 'number' && height > REFUSED_HEIGHT
    if (isOld ? isTall : isFilled(mask) || isFilled(tabs)) {
      stopDeadline()
      return report({ type: 'rendered' })
    }
    // Seen twice, because a page may pass through any height on its way.
    if (!isRefused && height === REFUSED_HEIGHT && before === height) {
      isRefused = true
      fail('token-refused')
    }
  }
}

function isFilled(value: unknown): boolean {
  return !(value instanceof Error) && Object.keys(Object(value)).length > 0
}

const WHY = {
  'token-refused': 'Superset refused the token: check its secret, its audience and both clocks.',
  'timed-out': 'The dashboard takes longer than 15 s.',
  blank: 'The dashboard stays blank: is third-party storage blocked? Serve Superset from the app’s site.',
}
