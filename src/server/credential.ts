/**
 * Something an API hands out for a while: an access token, or a session.
 *
 * It is fetched when it is first needed, once for everybody who waits, and kept. In the last quarter of its life it
 * is renewed behind whoever asks, who is served the old one meanwhile: an API that is down for a moment is then not
 * noticed. When it is refused before its time it is fetched once more. Nothing runs while nobody asks.
 */

import { GuestpassError } from '../core/errors'
import { untilAborted } from './until-aborted'

export interface Lease<T> {
  readonly value: T
  /** From the moment it was asked for; `Infinity` where nothing says when it ends. */
  readonly lifetimeMs: number
}

export interface Credential<T> {
  /** Sends something with the credential, and once more with a new one where the first is refused. */
  use<Answer>(
    send: (value: T) => Promise<Answer>,
    isRefused: (answer: Answer) => boolean,
    signal: AbortSignal,
  ): Promise<Answer>
}

/** At this part of its life a credential is due. */
const RENEW_AT = 3 / 4
/** How long a failure is believed. */
const PAUSE_MS = 5_000
/** What is refused again waits twice as long, up to this: an account that is asked in vain too often gets locked. */
const MAX_PAUSE_MS = 300_000
/** A platform that stops what goes on after an answer may stop this too, and then it never ends. */
const ABANDONED_MS = 60_000

/** @param now a clock that only goes forward, in milliseconds */
export function createCredential<T>(
  obtain: () => Promise<Lease<T>>,
  now: () => number = () => performance.now(),
): Credential<T> {
  let held: { readonly value: T; readonly renewAt: number; readonly endsAt: number } | undefined
  let coming: { readonly value: Promise<T>; readonly since: number } | undefined
  let failure: { readonly error: unknown; readonly until: number } | undefined
  let refusals = 0
  let refusedAt = Number.NEGATIVE_INFINITY

  function renew(): Promise<T> {
    if (failure && now() < failure.until) return Promise.reject(failure.error)
    if (coming && now() - coming.since < ABANDONED_MS) return coming.value
    const one = { value: fetchNew(), since: now() }
    coming = one
    const land = () => {
      if (coming === one) coming = undefined
    }
    one.value.then(land, land)
    return one.value
  }

  async function fetchNew(): Promise<T> {
    const askedAt = now()
    try {
      const { value, lifetimeMs } = await obtain()
      refusals = 0
      held = { value, renewAt: askedAt + lifetimeMs * RENEW_AT, endsAt: askedAt + lifetimeMs }
      return value
    } catch (error) {
      failure = { error, until: now() + pauseMs(error) }
      throw error
    }
  }

  function pauseMs(error: unknown): number {
    if (!(error instanceof GuestpassError)) return PAUSE_MS
    if (error.code === 'issuer-refused') return Math.min(PAUSE_MS * 2 ** refusals++, MAX_PAUSE_MS)
    return Math.max(PAUSE_MS, error.retryAfterMs ?? 0)
  }

  async function current(signal: AbortSignal): Promise<T> {
    if (held && now() < held.endsAt) {
      // What fails here is tried again by the next who asks; the old one serves until it ends.
      if (now() >= held.renewAt) renew().catch(() => {})
      return held.value
    }
    // Whoever waits may leave; what is waited for goes on for the others.
    return Promise.race([renew(), untilAborted(signal, 'Nobody waits for it any longer.')])
  }

  /** A new one that is refused too is kept for a moment: a login for every viewer would help nobody. */
  function drop(value: T): void {
    if (held?.value !== value || now() - refusedAt < PAUSE_MS) return
    refusedAt = now()
    held = undefined
  }

  return {
    async use(send, isRefused, signal) {
      const value = await current(signal)
      const answer = await send(value)
      if (!isRefused(answer)) return answer
      drop(value)
      return send(await current(signal))
    },
  }
}
