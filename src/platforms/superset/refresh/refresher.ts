/**
 * The refreshes of a dashboard: never two at a time on the app's page, and three tries while the viewer uses the dashboard.
 * When the shown page goes away, a refresh ends: an ended session, another viewer, an option, an unmount.
 */

import { systemClock } from '../../../client/clock'
import { deadlineMs } from '../../../client/deadline'
import { GuestpassError } from '../../../core/errors'
import type { RefreshHost, RefreshKind, RefreshOutcome } from './refresh-host'
import { type ReplaceOutcome, replaceFrame } from './replace-frame'
import { createSchedule } from './schedule'

export interface Refresher {
  /** Resolves when a page with new data is shown. Rejects with a `GuestpassError`, and the page before stays. */
  refresh(force: boolean): Promise<void>
  /** The option `refreshEvery` may have another value, or another page is ready. */
  updateSchedule(): void
}

const MAX_TRIES = 3
/** A refresh may take as long as loading, becoming ready, drawing and waiting for its turn together. */
const LIMIT_SHARES = 4

/** The refreshes of the app's page run one after the other. */
let lastRefresh: Promise<unknown> = Promise.resolve()

export function createRefresher(host: RefreshHost): Refresher {
  /** The refreshes that the app asked for and that have not ended, by `force`. */
  const pending = new Map<boolean, Promise<unknown>>()
  const schedule = createSchedule(host, async () =>
    pending.size > 0 ? 'kept' : refreshInTurn(host, { force: false, cause: 'schedule' }),
  )

  async function refreshForApp(force: boolean): Promise<void> {
    try {
      await refreshInTurn(host, { force, cause: 'app' })
      schedule.restart()
    } finally {
      pending.delete(force)
    }
  }

  return {
    updateSchedule: schedule.update,
    async refresh(force) {
      const refreshing = pending.get(true) ?? pending.get(force) ?? refreshForApp(force)
      if (!pending.has(true)) pending.set(force, refreshing)
      await refreshing
    },
  }
}

function refreshInTurn(host: RefreshHost, kind: RefreshKind): Promise<RefreshOutcome> {
  const { readiness } = host
  const refreshing = lastRefresh.then(() => tryRepeatedly(host, kind, readiness))
  lastRefresh = refreshing.catch(() => {})
  return unlessAborted(refreshing, readiness)
}

async function tryRepeatedly(
  host: RefreshHost,
  kind: RefreshKind,
  readiness: AbortSignal,
): Promise<RefreshOutcome> {
  readiness.throwIfAborted()
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const outcome = await tryOnce(host, kind, readiness)
    if (outcome !== 'outdated') return outcome
  }
  throw new GuestpassError('call-failed', BUSY)
}

/** A try ends when the shown page goes away, and at the limit. */
async function tryOnce(
  host: RefreshHost,
  kind: RefreshKind,
  readiness: AbortSignal,
): Promise<ReplaceOutcome> {
  const trying = new AbortController()
  const { signal } = trying
  const limitMs = LIMIT_SHARES * deadlineMs()
  const sentence = `refresh: the page takes longer than ${limitMs / 1_000} s.`
  const stopLimit = systemClock.after(limitMs, () => trying.abort(new GuestpassError('timed-out', sentence)))
  try {
    return await unlessAborted(unlessAborted(replaceFrame(host, kind, signal), signal), readiness)
  } finally {
    stopLimit()
    trying.abort()
  }
}

/** Rejects with the signal's reason when the signal aborts first. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
  })
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, aborted])
  } finally {
    // A page that lives for a day refreshes often: listeners must not pile up.
    signal.removeEventListener('abort', onAbort)
  }
}

const BUSY = `refresh: the viewer changed the tab or the filters in each of ${MAX_TRIES} tries. Call it again later.`
