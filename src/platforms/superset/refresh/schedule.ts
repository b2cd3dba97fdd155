/** Refreshes a dashboard by itself, with the option `refreshEvery`. core/refresh-schedule decides when. */

import { systemClock } from '../../../client/clock'
import { sleep } from '../../../client/visible-time'
import { GuestpassError, type GuestpassErrorCode, toGuestpassError } from '../../../core/errors'
import { elapsedMs, type Instant } from '../../../core/guest-token'
import { isSame } from '../../../core/is-same'
import { isPaused, MIN_REFRESH_MS, refreshInMs } from '../../../core/refresh-schedule'
import type { SupersetSettings } from '../settings'
import type { RefreshHost, RefreshOutcome } from './refresh-host'

export interface Schedule {
  /** Reads the options again. Another page that is ready begins another interval. */
  update(): void
  /** The interval begins again, because a page with new data is shown. */
  restart(): void
}

type RefreshSettings = SupersetSettings['refresh']

/** Timers stop in sleep, so the clocks are read at least this often. */
const LOOK_MS = 10_000
/** A refresh that is paused looks at most this often whether the pause has ended. */
const PAUSED_LOOK_MS = 1_000

export function createSchedule(host: RefreshHost, refresh: () => Promise<RefreshOutcome>): Schedule {
  const { settings } = host.target
  const tryRefresh = reportFailures(host, refresh)
  let following = new AbortController()
  let readiness: AbortSignal | undefined
  let followed: RefreshSettings | undefined
  /** When the interval began. */
  let since = systemClock.now()

  function restart(): void {
    since = systemClock.now()
  }

  async function follow(options: RefreshSettings, signal: AbortSignal): Promise<void> {
    const everyMs = await readInterval(host, options)
    if (everyMs === undefined || signal.aborted) return
    const isPausedNow = watchPauses(host.target.mountPoint, signal)
    while (!signal.aborted) {
      const step = async () => (isPausedNow() ? 'kept' : tryRefresh(signal))
      await refreshWhenDue(everyMs, () => since, step, signal)
      // Also after a failure: the next refresh follows after an interval.
      restart()
    }
  }

  return {
    restart,
    update() {
      const options = settings().refresh
      const shown = host.readiness
      if (shown === readiness && isSame(options, followed)) return
      following.abort()
      following = new AbortController()
      if (shown !== readiness) {
        restart()
        shown.addEventListener('abort', () => following.abort())
      }
      readiness = shown
      followed = options
      // The shown page can go away while it is asked.
      if (!shown.aborted) follow(options, following.signal).catch(() => {})
    },
  }
}

/** Resolves with the interval, or with `undefined` when nothing is to be refreshed. The app receives the reason as a warning. */
async function readInterval(
  { shown, target }: RefreshHost,
  { everyMs, acceptsFilterLoss }: RefreshSettings,
): Promise<number | undefined> {
  const warn = (code: GuestpassErrorCode, sentence: string) =>
    target.emit({ type: 'warning', error: new GuestpassError(code, sentence) })
  if (everyMs === undefined) return undefined
  if (!(everyMs >= MIN_REFRESH_MS)) return void warn('option-invalid', TOO_SHORT)
  const { reportsFilters } = await shown.channel.readView()
  if (!reportsFilters && !acceptsFilterLoss) return void warn('not-supported', TOO_OLD)
  return everyMs
}

/** Waits until a refresh is due, and for the end of its pauses. Resolves when `step` has not kept the shown page. */
async function refreshWhenDue(
  everyMs: number,
  since: () => Instant,
  step: () => Promise<RefreshOutcome | 'failed'>,
  signal: AbortSignal,
): Promise<void> {
  const draw = Math.random()
  let pausedAt: Instant | undefined
  for (;;) {
    const now = systemClock.now()
    const sincePauseMs = pausedAt && elapsedMs(pausedAt, now)
    const inMs = refreshInMs({ everyMs, draw, ageMs: elapsedMs(since(), now), sincePauseMs })
    if (inMs > 0) await sleep(Math.min(inMs, LOOK_MS), signal)
    else if ((await step()) !== 'kept') return
    else {
      pausedAt = systemClock.now()
      await sleep(PAUSED_LOOK_MS, signal)
    }
  }
}

/** A failed refresh is a warning. The same code once is enough, until a refresh succeeds. */
function reportFailures(
  { target }: RefreshHost,
  refresh: () => Promise<RefreshOutcome>,
): (signal: AbortSignal) => Promise<RefreshOutcome | 'failed'> {
  let warnedCode: GuestpassErrorCode | undefined
  return async (signal) => {
    try {
      const outcome = await refresh()
      if (outcome === 'refreshed') warnedCode = undefined
      return outcome
    } catch (thrown) {
      const error = toGuestpassError(thrown, 'call-failed', 'refreshEvery: the refresh failed.')
      if (!signal.aborted && error.code !== warnedCode) target.emit({ type: 'warning', error })
      warnedCode = error.code
      return 'failed'
    }
  }
}

/** Returns whether something pauses the refreshes of the element, at the time of the call. In jsdom every element is in view. */
function watchPauses(element: HTMLElement, signal: AbortSignal): () => boolean {
  let isOutOfView = false
  if (typeof IntersectionObserver !== 'undefined') {
    const observer = new IntersectionObserver((entries) => {
      isOutOfView = !entries.at(-1)?.isIntersecting
    })
    observer.observe(element)
    signal.addEventListener('abort', () => observer.disconnect())
  }
  return () => isPaused({ isHidden: element.ownerDocument.hidden, isOutOfView, isOffline: !navigator.onLine })
}

const TOO_SHORT = `refreshEvery must be at least ${MIN_REFRESH_MS} ms. The dashboard does not refresh by itself.`
const TOO_OLD =
  'refreshEvery needs Superset 6.0, because an older page does not report the viewer’s filters. Set acceptFilterLoss to refresh without them.'
