/**
 * Where the tokens of one viewer come from: batching, single flight, renewal, retry and wake-up.
 *
 * It is one loop. `pump` looks at what is in use, asks for everything that is due, and sleeps until the next
 * moment at which anything can change; whatever happens (a new user, an answer, a wake-up) leads back to it.
 */

import { GuestpassError } from '../core/errors'
import { expiresInMs, isUsable } from '../core/guest-token'
import {
  afterFailure,
  afterMint,
  mayComeAlong,
  NEVER_MS,
  nextMintInMs,
  type TokenRecord,
} from '../core/refresh-policy'
import { type Clock, systemClock } from './clock'
import type { MintedToken } from './token-reply'
import { onWake } from './wake'

export interface TokenSource {
  /**
   * Keeps a token for `id` until the returned function is called, and calls `onChange` when its record or its
   * phase may have changed.
   */
  use(id: string, onChange: () => void): () => void
  record(id: string): TokenRecord
  /** Drops the token of `id` and asks past every cache: `now` for a person, else when the floor allows it. */
  renew(id: string, when: 'now' | 'soon'): void
  /** Drops every token that nobody is using. */
  forget(): void
}

/** Asks for tokens of `ids`, past every cache when `fresh`; an id that no token comes back for is denied. */
export type AskForTokens = (
  ids: readonly string[],
  fresh: boolean,
  signal: AbortSignal,
) => Promise<readonly MintedToken[]>

/** A route that has not answered by then is not going to. */
const ASK_LIMIT_MS = 30_000

/** What is held for one dashboard. */
interface Holding {
  readonly id: string
  readonly users: Set<() => void>
  record: TokenRecord
  flight?: AbortController | undefined
  isStale?: boolean
}

/** @param keep whether a token waits for its viewer to come back once nobody uses it */
export function createTokenSource(ask: AskForTokens, keep = false, clock: Clock = systemClock): TokenSource {
  const holdings = new Map<string, Holding>()
  let stopSleeping = () => {}
  let stopWaking: (() => void) | undefined

  const inUse = () => [...holdings.values()].filter(({ users }) => users.size > 0)

  function hold(id: string): Holding {
    const holding = holdings.get(id) ?? { id, users: new Set(), record: {} }
    holdings.set(id, holding)
    return holding
  }

  function leave(holding: Holding): void {
    const { id, users, flight, record } = holding
    if (users.size > 0) return
    // What is under way may still be somebody's; it comes back here when it has landed. A refusal is not kept:
    // who comes back may have signed in again.
    const isKept = flight || (keep && record.token && !record.error)
    if (!isKept && holdings.get(id) === holding) holdings.delete(id)
    if (inUse().length > 0) return
    stopSleeping()
    stopWaking?.()
    stopWaking = undefined
    for (const one of holdings.values()) {
      if (!one.flight) continue
      one.flight.abort()
      one.flight = undefined
      // An answer nobody heard does not count: who comes back need not wait.
      one.record = { ...one.record, askedAt: undefined }
    }
    if (!keep) holdings.clear()
  }

  function wake(): void {
    for (const { users } of inUse()) users.forEach(callSafely)
    pump()
  }

  function pump(): void {
    stopSleeping()
    const now = clock.now()
    const idle = inUse().filter(({ flight }) => !flight)
    const due = idle.filter(({ record }) => nextMintInMs(record, now) === 0)
    // A renewal takes along whatever else has a token, so that the page comes to share one.
    const isRenewal = due.some(({ record }) => record.token)
    if (due.length > 0) {
      mint(isRenewal ? idle.filter((one) => due.includes(one) || mayComeAlong(one.record, now)) : due)
    }
    const waitsMs = inUse().flatMap(({ record, flight }) => [
      flight ? NEVER_MS : nextMintInMs(record, now),
      isUsable(record.token, now) ? expiresInMs(record.token, now) : NEVER_MS,
    ])
    const sleepMs = Math.min(...waitsMs)
    if (sleepMs < NEVER_MS) stopSleeping = clock.after(sleepMs, wake)
  }

  function forget(): void {
    for (const { id, users, flight } of holdings.values()) {
      if (users.size > 0) continue
      holdings.delete(id)
      if (!inUse().some((other) => other.flight === flight)) flight?.abort()
    }
  }

  async function mint(asked: readonly Holding[]): Promise<void> {
    const flight = new AbortController()
    const requestedAt = clock.now()
    const isFresh = asked.some(({ isStale }) => isStale)
    const stopLimit = clock.after(ASK_LIMIT_MS, () => flight.abort())
    for (const one of asked) {
      one.flight = flight
      one.isStale = false
      one.record = { ...one.record, askedAt: requestedAt }
    }
    const mine = () => asked.filter((one) => one.flight === flight)
    const fail = (one: Holding, error: GuestpassError) => {
      one.record = afterFailure(one.record, error, clock.now(), Math.random())
    }
    try {
      const ids = asked.map(({ id }) => id)
      const tokens = await Promise.race([ask(ids, isFresh, flight.signal), untilAborted(flight.signal)])
      for (const one of mine()) {
        const minted = tokens.find(({ dashboards }) => dashboards.includes(one.id))
        if (minted) one.record = afterMint({ ...minted, requestedAt })
        else fail(one, new GuestpassError('denied', 'You may not see this dashboard.'))
      }
    } catch (cause) {
      const error =
        cause instanceof GuestpassError
          ? cause
          : new GuestpassError('route-unreachable', 'Getting a token failed.', { cause })
      const isOver = error.code === 'session-ended' && mine().length > 0
      if (isOver) forget()
      for (const one of isOver ? inUse() : mine()) {
        // Nothing that is still under way may begin the session anew.
        if (isOver) one.flight?.abort()
        if (one.flight !== flight) one.flight = undefined
        fail(one, error)
      }
    }
    stopLimit()
    for (const one of mine()) {
      one.flight = undefined
      leave(one)
    }
    wake()
  }

  return {
    use(id, onChange) {
      const holding = hold(id)
      const user = () => onChange()
      holding.users.add(user)
      stopWaking ??= onWake(wake)
      // Whatever else is mounted in this tick travels in the same request.
      queueMicrotask(pump)
      return () => {
        if (!holding.users.delete(user)) return
        // One macrotask of grace for a viewer we know. Where we do not, the next user may be somebody else:
        // StrictMode still finds its place, for it is back before anything was asked.
        if (keep) clock.after(0, () => leave(holding))
        else leave(holding)
      }
    },
    record: (id) => holdings.get(id)?.record ?? {},
    renew(id, when) {
      const isOver = hold(id).record.error?.code === 'session-ended'
      for (const one of isOver ? inUse() : [hold(id)]) {
        // A request under way brings a newer token anyway.
        if (one.flight) continue
        one.record = when === 'now' ? {} : { askedAt: one.record.askedAt }
        one.isStale = true
      }
      queueMicrotask(pump)
    },
    forget,
  }
}

/** Not every `fetchGuestToken` knows of signals; nobody waits for one that does not. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

/** One listener's failure is its own: it is reported, and the others are still told. */
function callSafely(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
