/**
 * Superset never tells its host what became of a token, so it is read off the page.
 *
 * - `getDataMask` (6.0 and later) and `getActiveTabs` fill once the dashboard is there; one that has no charts, no
 *   filters and no tabs tells of its data mask all the same.
 * - Up to 5.0 nothing fills on a dashboard without tabs. There a page reports the height of its frame until it has
 *   content that is higher, and so the frame is kept short meanwhile.
 * - A height of one line of text (18 px in Chromium), or a few in a narrow frame, is the page of 6.0 and later that refused the
 *   token; of 0 at the deadline, a page that stayed white.
 */

import { onDeadline, sleep } from '../../client/visible-time'
import { GuestpassError } from '../../core/errors'
import type { ChannelEvent } from '../../core/platform'
import type { Fit } from './fit'
import type { Switchboard } from './switchboard'

const POLL_MS = 100
/** A line of the refusal in Chromium, and in browsers that set lines a little closer or further apart. */
const REFUSED_LINE_PX = [17, 22] as const
/** In a narrow frame it takes a few of them. */
const MAX_REFUSED_LINES = 3
const SHORT_PX = 100
/** How many answers may still be from before the frame was made short. */
const STALE_POLLS = 2

export interface Watched {
  readonly page: Switchboard
  readonly fit: Fit
  /** Whether the page told of its data mask by itself. */
  readonly hasTold: () => boolean
  readonly deadlineMs: number
  /** Whether blocked third-party storage can be why a page stays white. */
  readonly isOtherSite: boolean
}

/**
 * Watches until the dashboard shows something. A page that is refused, or misses its deadline, is reported once
 * and watched on, because it may still come; one that does not even answer misses it too.
 */
export async function watchDashboard(
  { page, fit, hasTold, deadlineMs, isOtherSite }: Watched,
  signal: AbortSignal,
  report: (event: ChannelEvent) => void,
): Promise<void> {
  const ask = (method: string) => page.get(method).catch((error) => error)
  let height: unknown
  const fail = (code: 'token-refused' | 'blank' | 'timed-out', message: string) => {
    stopDeadline()
    report({ type: 'failed', error: new GuestpassError(code, message) })
  }
  const stopDeadline = onDeadline(deadlineMs, signal, () =>
    height === 0
      ? fail('blank', isOtherSite ? BLANK_ELSEWHERE : BLANK)
      : fail('timed-out', `The dashboard takes longer than ${deadlineMs / 1_000} s.`),
  )
  let isRefused = false
  let shortPolls = 0
  let restore = () => {}
  // Whoever goes on with the frame, on the next page or on none, finds it as it was.
  signal.addEventListener('abort', () => restore())
  for (; ; await sleep(POLL_MS, signal)) {
    const before = height
    const [mask, tabs, size] = await Promise.all(['getDataMask', 'getActiveTabs', 'getScrollSize'].map(ask))
    if (signal.aborted) return
    height = Object(size).height
    const isOld = mask instanceof GuestpassError && mask.code === 'not-supported'
    if (isOld && shortPolls++ === 0) restore = fit.shorten(SHORT_PX)
    const isTall = shortPolls > STALE_POLLS && Number(height) > 2 * SHORT_PX
    if (hasTold() || isFilledMask(mask) || isFilledTabs(tabs) || isTall) {
      stopDeadline()
      restore()
      return report({ type: 'rendered' })
    }
    // Seen twice, because a page may pass through any height on its way.
    if (!isRefused && isRefusal(height) && before === height) {
      isRefused = true
      fail('token-refused', REFUSED)
    }
  }
}

function isRefusal(height: unknown): boolean {
  const [closePx, widePx] = REFUSED_LINE_PX
  const lines = Math.ceil(Number(height) / widePx)
  return lines <= MAX_REFUSED_LINES && Number(height) >= Math.max(1, lines) * closePx
}

/** Entries of its own kind, and not just anything that a page may answer. */
function isFilledMask(mask: unknown): boolean {
  const entries = mask instanceof Error ? [] : Object.values(Object(mask))
  return entries.length > 0 && entries.every((entry) => entry && typeof entry === 'object')
}

function isFilledTabs(tabs: unknown): boolean {
  return Array.isArray(tabs) && tabs.length > 0 && tabs.every((tab) => typeof tab === 'string')
}

const REFUSED = 'Superset refused the token: check its secret, its audience and both clocks.'
const BLANK = 'The dashboard stays blank: the console of its frame says why.'
const BLANK_ELSEWHERE =
  'The dashboard stays blank: this browser blocks third-party storage. Serve Superset from the app’s own site.'
