/**
 * Follows the size of a ready dashboard until its page closes.
 *
 * 1. Ask the page for its size, or for its tabs when the app does not use the size. The question is also the heartbeat: a
 *    page whose process has died never answers, and after 10 s without an answer it counts as gone.
 * 2. core/scroll-policy decides what the answer means, and whether a look in a shorter frame follows.
 * 3. Sleep for as long as core/scroll-policy decides, or until something happens: the viewer enters or leaves the frame,
 *    the page reports a change, the width changes.
 *
 * In a hidden tab the page is not asked.
 */

import { isVisible, onDeadline } from '../../../client/visible-time'
import { nextLookInMs } from '../../../core/scroll-policy'
import { createRounds, type RoundContext } from './scroll-size-round'
import type { Switchboard } from './switchboard'
import { trackUsage } from './usage-tracker'
import { createWakeableSleep } from './wakeable-sleep'

export interface Follower {
  /** Follows until the signal aborts. */
  run(): Promise<void>
  /** Looks at once, because something happened that may have made the content shorter. */
  lookNow(): void
  /** The mount point has another width. A look in a shorter frame ends before the viewer sees it. */
  onWidth(): void
}

const SILENCE_MS = 10_000
/** While a person drags the border of a panel, its width changes about every 16 ms. After this time without a change the person has stopped. */
const DRAG_MS = 200
/** Charts are drawn 0.6 to 1 s after ready (measured). Another height would have the page lay them out again. */
const DRAWING_MS = 1_000

/** @param onSilence called when the page has not answered for 10 s of visible time */
export function createFollower(
  context: RoundContext,
  get: Switchboard['get'],
  onSilence: () => void,
  signal: AbortSignal,
): Follower {
  const { frame, fit, sizing } = context
  const sleeper = createWakeableSleep(signal)
  const usage = trackUsage(frame, signal, sleeper.wake)
  let drawnAt = 0
  let restsAt = 0

  async function ask(method: string): Promise<unknown> {
    const stopDeadline = onDeadline(SILENCE_MS, signal, onSilence, frame)
    const answer = await get(method).catch(() => undefined)
    stopDeadline()
    return answer
  }

  const isWidthAtRest = () => performance.now() > restsAt
  const mayShorten = () => isWidthAtRest() && performance.now() > drawnAt
  const rounds = createRounds(context, usage, ask, isWidthAtRest, mayShorten, signal)
  // A page that closes during a look leaves the frame as high as it was.
  signal.addEventListener('abort', fit.restore)

  function lookNow(): void {
    usage.touch('possible')
    sleeper.wake()
  }

  return {
    async run() {
      drawnAt = performance.now() + DRAWING_MS
      while (!signal.aborted) {
        const isWanted = sizing() !== 'none'
        if (isVisible(frame)) await (isWanted ? rounds.measure() : rounds.readView())
        await sleeper.sleep(nextLookInMs(usage.use()))
      }
    },
    lookNow,
    onWidth() {
      restsAt = performance.now() + DRAG_MS
      rounds.endLook()
      lookNow()
    },
  }
}
