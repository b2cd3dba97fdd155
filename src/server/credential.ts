/**
 * Something that an API lends for a time: an access token, or a session.
 *
 * It is requested when it is first needed, once for everybody who waits, and kept. In the last quarter of its life it is
 * renewed in the background, while callers still get the present credential. So an API that is down for a moment does not
 * cause an error. When the credential is refused before it expires, it is requested once more. Without a call, nothing
 * runs.
 */

import { GuestpassError } from '../core/errors'
import { untilAborted } from './until-aborted'

export interface Lease<T> {
  readonly value: T
  /** From the moment of its request. `Infinity` when its end is not known. */
  readonly lifetimeMs: number
}

/** The part of its life after which a credential is renewed. */
const RENEW_AT = 3 / 4
/** How long a failure counts: no request is sent meanwhile. */
const PAUSE_MS = 5_000
/** A refusal after a refusal doubles the pause, up to this, because servers lock an account with many wrong logins. */
const MAX_PAUSE_MS = 300_000
/** A serverless platform that stops all work after an answer can stop a request too, and that request never ends. */
const ABANDONED_MS = 60_000

export class Credential<T> {
  readonly #obtain: () => Promise<Lease<T>>
  readonly #now: () => number
  #held: { readonly value: T; readonly renewAt: number; readonly endsAt: number } | undefined
  #request: { readonly value: Promise<T>; readonly since: number } | undefined
  #failure: { readonly error: unknown; readonly until: number } | undefined
  #refusals = 0
  #refusedAt = Number.NEGATIVE_INFINITY

  /** @param now a clock that only goes forward, in milliseconds */
  constructor(obtain: () => Promise<Lease<T>>, now: () => number = () => performance.now()) {
    this.#obtain = obtain
    this.#now = now
  }

  /** Sends something with the credential. When that is refused, sends it once more with a new credential. */
  async use<Answer>(
    send: (value: T) => Promise<Answer>,
    isRefused: (answer: Answer) => boolean,
    signal: AbortSignal,
  ): Promise<Answer> {
    const value = await this.#current(signal)
    const answer = await send(value)
    if (!isRefused(answer)) return answer
    this.#drop(value)
    return send(await this.#current(signal))
  }

  async #current(signal: AbortSignal): Promise<T> {
    const { renewAt, endsAt, value } = this.#held ?? { renewAt: 0, endsAt: 0 }
    if (this.#now() < endsAt) {
      // After a failure the next use tries again. The present credential serves until its end.
      if (this.#now() >= renewAt) this.#renew().catch(() => {})
      return value as T
    }
    // A caller may leave. The request goes on for the others.
    return Promise.race([this.#renew(), untilAborted(signal, 'The request was aborted.')])
  }

  #renew(): Promise<T> {
    if (this.#failure && this.#now() < this.#failure.until) return Promise.reject(this.#failure.error)
    if (this.#request && this.#now() - this.#request.since < ABANDONED_MS) return this.#request.value
    const request = { value: this.#fetch(), since: this.#now() }
    this.#request = request
    const end = () => {
      if (this.#request === request) this.#request = undefined
    }
    request.value.then(end, end)
    return request.value
  }

  async #fetch(): Promise<T> {
    const askedAt = this.#now()
    try {
      const { value, lifetimeMs } = await this.#obtain()
      this.#refusals = 0
      this.#held = { value, renewAt: askedAt + lifetimeMs * RENEW_AT, endsAt: askedAt + lifetimeMs }
      return value
    } catch (error) {
      this.#failure = { error, until: this.#now() + this.#pauseMs(error) }
      throw error
    }
  }

  #pauseMs(error: unknown): number {
    if (!(error instanceof GuestpassError)) return PAUSE_MS
    if (error.code === 'issuer-refused') return Math.min(PAUSE_MS * 2 ** this.#refusals++, MAX_PAUSE_MS)
    return Math.max(PAUSE_MS, error.retryAfterMs ?? 0)
  }

  /** A new credential that is refused too is kept for 5 s: a login for every viewer would not help. */
  #drop(value: T): void {
    if (this.#held?.value !== value || this.#now() - this.#refusedAt < PAUSE_MS) return
    this.#refusedAt = this.#now()
    this.#held = undefined
  }
}
