/**
 * Superset never reports what became of a token, so the page itself is the evidence.
 *
 * | evidence                                           | release       | meaning        |
 * | -------------------------------------------------- | ------------- | -------------- |
 * | the page emits its data mask (`uiConfig` bit 16)   | 6.0 and later | ready          |
 * | `getDataMask` or `getActiveTabs` returns entries   | all           | ready          |
 * | a height above the frame's, in a frame of 100 px   | up to 5.0     | ready          |
 * | the height of one line of text, in two answers     | 6.0 and later | token refused  |
 * | a height of 0 px at the deadline                   | all           | blank          |
 *
 * Up to 5.0 a dashboard without tabs returns nothing, and its page is as high as its frame until it shows charts. For
 * these releases only, the frame is made shorter while the cover is still over it.
 */

import { deadlineMs } from '../../../client/deadline'
import { onDeadline, sleep } from '../../../client/visible-time'
import { GuestpassError } from '../../../core/errors'
import { ownProperties } from '../../../core/own-properties'
import type { ChannelContext } from './channel-context'
import { explainBlank } from './diagnosis'
import type { Switchboard } from './switchboard'

/**
 * Every question for the height has the page lay itself out, and it is busy with its charts. A page of 6.0 or later
 * emits its data mask by itself, so these pages are asked twice a second, and only older pages ten times.
 */
const POLL_MS = 500
const FAST_POLL_MS = 100
/** One line of the refusal is 18 px high in Chromium, and a little more or less in other browsers. */
const REFUSED_LINE_PX = [17, 22] as const
/** The refusal takes up to three lines in a narrow frame. */
const MAX_REFUSED_LINES = 3
const SHORT_PX = 100
/** How many answers may still be from the time before the frame was made shorter. */
const STALE_POLLS = 2

/**
 * Resolves when the dashboard shows something. A refused token and a missed deadline are reported once, and the wait goes
 * on, because the dashboard may still come.
 *
 * @param firstDataMask resolves when the page has emitted a data mask
 */
export async function waitUntilReady(
  context: ReadyContext,
  get: Switchboard['get'],
  firstDataMask: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const polling = new AbortController()
  const stopPolling = () => polling.abort()
  signal.addEventListener('abort', stopPolling)
  await Promise.race([firstDataMask, pollUntilReady(context, get, polling.signal)])
  stopPolling()
}

type ReadyContext = Pick<ChannelContext, 'frame' | 'origin' | 'fit' | 'fail'>

async function pollUntilReady(
  context: ReadyContext,
  get: Switchboard['get'],
  signal: AbortSignal,
): Promise<void> {
  const { frame, origin, fit } = context
  const limitMs = deadlineMs()
  const ask = (method: string) => get(method).catch((error) => error)
  let heightPx: unknown
  let isRefused = false
  let oldPolls = 0
  const fail: ChannelContext['fail'] = (code, sentence) => {
    stopDeadline()
    context.fail(code, sentence)
  }
  const onLate = () =>
    heightPx === 0
      ? fail('blank', explainBlank(origin))
      : fail('timed-out', `The dashboard takes longer than ${limitMs / 1_000} s.`)
  const stopDeadline = onDeadline(limitMs, signal, onLate, frame)
  while (!signal.aborted) {
    const lastPx = heightPx
    const [mask, tabs, size] = await Promise.all(['getDataMask', 'getActiveTabs', 'getScrollSize'].map(ask))
    heightPx = ownProperties(size).height
    const isOld = mask instanceof GuestpassError && mask.code === 'not-supported'
    if (isOld && oldPolls++ === 0) signal.addEventListener('abort', fit.shorten(SHORT_PX))
    const isTall = oldPolls > STALE_POLLS && Number(heightPx) > 2 * SHORT_PX
    if (isFilledMask(mask) || isFilledTabs(tabs) || isTall) return
    const looksRefused = isRefusal(heightPx)
    // In two answers, because a page may pass through any height while it loads.
    if (looksRefused && !isRefused && lastPx === heightPx) {
      isRefused = true
      fail('token-refused', REFUSED)
    }
    await sleep(isOld || looksRefused ? FAST_POLL_MS : POLL_MS, signal)
  }
}

function isRefusal(heightPx: unknown): boolean {
  const [closePx, widePx] = REFUSED_LINE_PX
  const lines = Math.ceil(Number(heightPx) / widePx)
  return lines <= MAX_REFUSED_LINES && Number(heightPx) >= Math.max(1, lines) * closePx
}

/** Entries of a data mask, and not any other object that a page may answer with. */
export function isFilledMask(mask: unknown): mask is object {
  const entries = mask instanceof Error ? [] : Object.values(Object(mask))
  return entries.length > 0 && entries.every((entry) => entry && typeof entry === 'object')
}

function isFilledTabs(tabs: unknown): boolean {
  return Array.isArray(tabs) && tabs.length > 0 && tabs.every((tab) => typeof tab === 'string')
}

const REFUSED = 'Superset refused the token. Check its secret, its audience and both clocks.'
