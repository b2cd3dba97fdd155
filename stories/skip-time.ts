/** A way for a play to skip the seconds that a dashboard waits. */

import { type InstalledClock, installFakeClock } from 'guestpass/testing'

let clock: InstalledClock | undefined

/**
 * Part of a story that waits: its play can skip time. Such a story is not on a page of documents, because the stories there
 * share one clock and have no play.
 */
export const SKIPS_TIME = {
  tags: ['!autodocs'],
  beforeEach: () => {
    const installed = installFakeClock()
    clock = installed
    return () => {
      clock = undefined
      installed.uninstall()
    }
  },
}

/** Skips this many milliseconds. All timers that end in them run, in their order. */
export async function skipTime(durationMs: number): Promise<void> {
  await clock?.advance(durationMs)
}

/** A second passes in a tenth of one until `isOver`. Frames load in real time, so a faster clock would overtake them. */
export async function skipUntil(isOver: () => boolean): Promise<void> {
  for (let seconds = 0; clock && seconds < MOST_SECONDS && !isOver(); seconds++) {
    await skipTime(1_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const MOST_SECONDS = 60
