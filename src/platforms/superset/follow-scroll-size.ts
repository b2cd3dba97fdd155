/**
 * Follows the size of a dashboard for as long as its page lives, and notices when the page has stopped answering:
 * a frame whose process has died says nothing at all, so that the question for its size is its heartbeat too.
 *
 * What each answer means, and when to ask next, is core/scroll-policy's to say; how a viewer uses the dashboard is
 * looked at here. In a hidden tab nothing is asked.
 */

import { isVisible, onDeadline, sleep } from '../../client/visible-time'
import {
  afterLook,
  type Look,
  lookPx,
  type Measurement,
  nextLookInMs,
  type ScrollSize,
  type ScrollState,
  type Suspicion,
} from '../../core/scroll-policy'
import { isScrollSize } from './calls'
import type { Fit } from './fit'
import type { Switchboard } from './switchboard'

export interface Followed {
  readonly page: Switchboard
  readonly frame: HTMLIFrameElement
  readonly fit: Fit
  /** Whether anybody wants to know the size; otherwise only the heartbeat is listened to. */
  readonly isWanted: () => boolean
  readonly onSize: (size: ScrollSize) => void
  /** The page has been silent for 10 s of visible time. */
  readonly onSilence: () => void
}

export interface Follow {
  /** Looks at once, because something happened that may have made the content shorter. */
  lookNow(): void
}

const SILENCE_MS = 10_000
/** A frame that was made shorter is told of 10 to 35 ms later (measured), so that the first answers are old. */
const SETTLE_MS = 20
/** Until then an answer that is what was said before the frame was made shorter is not believed. */
const STALE_MS = 150
const MAX_SETTLE_MS = 1_000
/** What a viewer did may show late: charts come after their tab. */
const SECOND_LOOK_MS = 1_000

export function followScrollSize(followed: Followed, signal: AbortSignal): Follow {
  const { page, frame, fit, isWanted, onSize, onSilence } = followed
  let state: ScrollState = {}
  let told: ScrollSize | undefined
  let tabs = ''
  let suspicion: Suspicion = 'possible'
  let isPointed = false
  let happenedAt = performance.now()
  let lookNow = () => {}

  async function ask(method: string): Promise<unknown> {
    const answered = new AbortController()
    onDeadline(SILENCE_MS, AbortSignal.any([signal, answered.signal]), onSilence)
    const answer = await page.get(method).catch(() => undefined)
    answered.abort()
    return answer
  }

  async function askSize(): Promise<ScrollSize | undefined> {
    const size = await ask('getScrollSize')
    return isScrollSize(size) ? size : undefined
  }

  /** The height in a frame made shorter: believed when it is said twice. */
  async function settledPx(stalePx: number): Promise<number> {
    const startedAt = performance.now()
    for (let last: number | undefined; ; ) {
      await sleep(SETTLE_MS, signal)
      const heightPx = (await askSize())?.height
      const tookMs = performance.now() - startedAt
      const isSettled = heightPx === last && (heightPx !== stalePx || tookMs > STALE_MS)
      if (heightPx !== undefined && (isSettled || tookMs > MAX_SETTLE_MS)) return heightPx
      last = heightPx
    }
  }

  async function measure(): Promise<void> {
    const isIdle = use().quietMs >= 10_000 && !use().isHeld
    const [size, tabsNow] = await Promise.all([askSize(), isIdle ? tabs : ask('getActiveTabs').then(String)])
    if (!size || signal.aborted) return
    if (tabsNow !== tabs) {
      if (tabs) suspect('likely')
      tabs = tabsNow
    }
    const suspected = suspicion
    suspicion = 'none'
    const framePx = frame.clientHeight
    let before: Measurement = { look: 'as-is', framePx, reportedPx: size.height }
    let next: Look | undefined
    ;[state, next] = afterLook(state, before, undefined, suspected)
    publish(size)
    while (next) {
      const shorterPx = lookPx(next, framePx)
      const restore = fit.shorten(shorterPx)
      const reportedPx = await settledPx(before.reportedPx)
      restore()
      if (signal.aborted) return
      const measurement: Measurement = { look: next, framePx: shorterPx, reportedPx }
      ;[state, next] = afterLook(state, measurement, before, suspected)
      before = measurement
    }
    publish(size)
  }

  function publish({ width }: ScrollSize): void {
    const { contentPx: height } = state
    if (height === undefined || (told?.width === width && told.height === height)) return
    told = { width, height }
    happenedAt = performance.now()
    onSize(told)
  }

  const use = () => ({
    isHeld: isPointed || (frame.getRootNode() as Document).activeElement === frame,
    quietMs: performance.now() - happenedAt,
  })

  function suspect(how: Suspicion): void {
    happenedAt = performance.now()
    suspicion = how
    sleep(SECOND_LOOK_MS, signal).then(() => {
      if (suspicion === 'none') suspicion = 'possible'
    })
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      if (!isVisible()) {
      } else if (isWanted()) await measure()
      else await ask('getScrollSize')
      const nap = new AbortController()
      await new Promise<void>((resolve) => {
        lookNow = resolve
        sleep(
          isWanted() ? nextLookInMs(use()) : nextLookInMs(NO_USE),
          AbortSignal.any([signal, nap.signal]),
        ).then(resolve)
      })
      nap.abort()
    }
  }

  // A click inside the frame is told to nobody outside; that the frame has the pointer, or takes the focus, is.
  const onPointer = ({ type }: Event) => {
    isPointed = type === 'pointerenter'
    onUse()
  }
  const onUse = () => {
    happenedAt = performance.now()
    lookNow()
  }
  frame.addEventListener('pointerenter', onPointer, { signal })
  frame.addEventListener('pointerleave', onPointer, { signal })
  window.addEventListener('blur', onUse, { signal })
  document.addEventListener('visibilitychange', () => lookNow(), { signal })
  follow()

  return {
    lookNow() {
      suspect('possible')
      lookNow()
    },
  }
}

const NO_USE = { isHeld: false, quietMs: Number.POSITIVE_INFINITY }
