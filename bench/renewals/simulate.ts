/**
 * Many viewers open a page at the same moment. The product's own refresh policy renews their tokens.
 *
 * Each viewer requests a first token between 0 and 2 s, and renews it at the time that the policy returns. No request fails. The answer to
 * a request takes 20 to 500 ms. Requests are counted in buckets of 1 s.
 */

import { expiresInMs, type Instant } from '../../src/core/guest-token'
import { afterMint, nextRequestInMs, renewalAgeMs } from '../../src/core/refresh-policy'

export interface Crowd {
  readonly viewers: number
  readonly lifetimeMs: number
  /** How long the simulated viewers stay. */
  readonly stayMs: number
  /** Returns a number from 0 to 1. */
  readonly random: () => number
  /** Draws the renewal of one page, from 0 to 1: see `renewalAgeMs`. */
  readonly draw: () => number
}

export interface Load {
  /** The most requests in one second, from each viewer's second renewal on. */
  readonly peak: number
  /** Renewals in one second, averaged over the whole stay. */
  readonly average: number
  /** Renewals of all viewers. */
  readonly renewals: number
  /** The shortest life that a token had left when its successor arrived, in milliseconds. */
  readonly shortestLeftMs: number
}

const OPEN_WITHIN_MS = 2_000
const ANSWER_MS = { shortest: 20, longest: 500 }

export function simulateRenewals({ viewers, lifetimeMs, stayMs, random, draw }: Crowd): Load {
  const requestsBySecond = new Map<number, number>()
  let renewals = 0
  let shortestLeftMs = Number.POSITIVE_INFINITY
  for (let viewer = 0; viewer < viewers; viewer++) {
    const renewAtAgeMs = renewalAgeMs(lifetimeMs, draw())
    let requestedAtMs = random() * OPEN_WITHIN_MS
    for (let number = 1; ; number++) {
      const token = { value: '', lifetimeMs, requestedAt: instantOf(requestedAtMs), renewAtAgeMs }
      requestedAtMs += nextRequestInMs(afterMint(token), token.requestedAt)
      if (requestedAtMs >= stayMs) break
      renewals++
      const answerMs = ANSWER_MS.shortest + random() * (ANSWER_MS.longest - ANSWER_MS.shortest)
      shortestLeftMs = Math.min(shortestLeftMs, expiresInMs(token, instantOf(requestedAtMs + answerMs)))
      const second = Math.floor(requestedAtMs / 1_000)
      if (number >= 2) requestsBySecond.set(second, (requestsBySecond.get(second) ?? 0) + 1)
    }
  }
  const peak = Math.max(...requestsBySecond.values())
  return { peak, average: renewals / (stayMs / 1_000), renewals, shortestLeftMs }
}

function instantOf(atMs: number): Instant {
  return { monotonicMs: atMs, wallMs: atMs }
}
