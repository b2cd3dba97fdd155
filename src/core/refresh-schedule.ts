/**
 * When a dashboard refreshes by itself. Viewers who open a page in the same second would otherwise refresh in the same
 * second for as long as they stay, so chance moves every refresh by up to 10 % of the interval.
 *
 * An example, with an interval of 60 s: the refresh is due between 54 s and 66 s. A pause that holds then delays it. The
 * refresh follows within 6 s of the last moment at which the pause was seen, at a random moment: an outage of the network
 * ends for all viewers at the same time.
 */

/** A refresh loads the whole page again. With a shorter interval, the next refresh would often begin at once. */
export const MIN_REFRESH_MS = 10_000

/** How much chance adds to an interval or takes from it, as a share of the interval. */
const SPREAD = 0.1

/** What pauses the refreshes of a dashboard. */
export interface RefreshPauses {
  /** The tab is hidden. */
  readonly isHidden: boolean
  /** No part of the dashboard is in the viewport. A page draws no charts there. */
  readonly isOutOfView: boolean
  /** The browser has no network. */
  readonly isOffline: boolean
}

export interface RefreshFacts {
  readonly everyMs: number
  /** A random number from 0 to 1, another number for each refresh. */
  readonly draw: number
  /** How long ago the shown page was ready, or the last refresh failed. */
  readonly ageMs: number
  /** How long ago a pause was last seen. `undefined` when no pause has delayed this refresh. */
  readonly sincePauseMs?: number | undefined
}

export function isPaused(pauses: RefreshPauses): boolean {
  return Object.values(pauses).includes(true)
}

/** How long to wait until the next refresh, in milliseconds. At 0 it is due, and follows unless something pauses it. */
export function refreshInMs({ everyMs, draw, ageMs, sincePauseMs }: RefreshFacts): number {
  const afterAgeMs = everyMs * (1 - SPREAD + 2 * SPREAD * draw) - ageMs
  const afterPauseMs = sincePauseMs === undefined ? 0 : everyMs * SPREAD * draw - sincePauseMs
  return Math.max(0, afterAgeMs, afterPauseMs)
}
