/**
 * Where the tokens of one viewer come from: batching, single flight, renewal, retry and wake-up.
 *
 * It is one loop. `pump` looks at what is in use, asks for everything that is due, and sleeps until the next
 * moment at which anything can change; whatever happens (a new user, an answer, a wake-up) leads back to it.
 */

import { GuestpassError } from '../core/errors'
import { expiresInMs, isUsable, renewalAgeMs } from '../core/guest-token'
import {
  afterFailure,
  afterMint,
  hurried,
  mayComeAlong,
  NEVER_MS,
  nextMintInMs,
  type TokenRecord,
} from '../core/refresh-policy'
import { type Clock, systemClock } from './clock'
import { forget, type Holding, type Holdings, hold, inUse, leave } from './holdings'
import type { OtherTabs } from './other-tabs'
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
  /** Drops every token that nobody is using, and says whether there was any. */
  forget(): boolean
}

/** Asks for tokens of `ids`, past every cache when `fresh`; an id that no token comes back for is denied. */
export type AskForTokens = (
  ids: readonly string[],
  fresh: boolean,
  signal: AbortSignal,
) => Promise<readonly MintedToken[]>

/** A route that has not answered by then is not going to. */
const ASK_LIMIT_MS = 30_000

/** Timers stand still in sleep, and not every machine says that it woke up: so often the clocks are looked at. */
const LOOK_MS = 10_000

/** From 0 to 1: where in the span of possible ages this page renews its tokens. One number, so that they stay together. */
const PAGE_DRAW = Math.random()

/**
 * @param keep whether a token waits for its viewer to come back once nobody uses it
 * @param draw see `renewalAgeMs`
 */
export function createTokenSource(
  ask: AskForTokens,
  keep = false,
  tabs?: OtherTabs,
  clock: Clock = systemClock,
  draw = PAGE_DRAW,
): TokenSource {
  const holdings: Holdings = new Map()
  let stopSleeping = () => {}
  let stopWaking: (() => void) | undefined
  let stopHearing: (() => void) | undefined

  function rest(holding: Holding): void {
    if (!leave(holdings, holding, keep)) return
    stopSleeping()
    stopWaking?.()
    stopHearing?.()
    stopWaking = undefined
  }

  function wake(): void {
    for (const { users } of inUse(holdings)) users.forEach(callSafely)
    pump()
  }

  function hurry(): void {
    for (const one of inUse(holdings)) one.record = hurried(one.record)
    wake()
  }

  /** Another tab says that the session may be over: nothing is shown until the route has been asked. */
  function doubt(): void {
    forget(holdings)
    for (const one of inUse(holdings)) {
      // The word of a third tab says nothing new, and neither does any word of a session that is over.
      if (one.record.isDoubted || one.record.nextAfterMs === NEVER_MS) continue
      one.flight?.abort()
      one.flight = undefined
      one.record = { isDoubted: true }
    }
    wake()
  }

  function pump(): void {
    stopSleeping()
    const now = clock.now()
    const idle = inUse(holdings).filter(({ flight }) => !flight)
    const due = idle.filter((one) => nextMintInMs(one.record, now) === 0)
    // A renewal takes along whatever else has a token, so that the page comes to share one.
    const isRenewal = due.some((one) => one.record.token)
    if (due.length > 0) {
      mint(isRenewal ? idle.filter((one) => due.includes(one) || mayComeAlong(one.record, now)) : due)
    }
    const waitsMs = inUse(holdings).flatMap((one) => [
      one.flight ? NEVER_MS : nextMintInMs(one.record, now),
      isUsable(one.record.token, now) ? expiresInMs(one.record.token, now) : NEVER_MS,
    ])
    const sleepMs = Math.min(...waitsMs)
    if (sleepMs < NEVER_MS) {
      stopSleeping = clock.after(Math.min(sleepMs, LOOK_MS), sleepMs > LOOK_MS ? pump : wake)
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
        if (minted) {
          const renewAtAgeMs = renewalAgeMs(minted.lifetimeMs, draw)
          one.record = afterMint({ ...minted, requestedAt, renewAtAgeMs })
        } else fail(one, new GuestpassError('denied', 'You may not see this dashboard.'))
      }
    } catch (cause) {
      const error =
        cause instanceof GuestpassError
          ? cause
          : new GuestpassError('route-unreachable', 'Getting a token failed.', { cause })
      const isOver = error.code === 'session-ended' && mine().length > 0
      if (isOver) {
        forget(holdings)
        tabs?.tell()
      }
      for (const one of isOver ? inUse(holdings) : mine()) {
        // Nothing that is still under way may begin the session anew.
        if (isOver) one.flight?.abort()
        if (one.flight !== flight) one.flight = undefined
        fail(one, error)
      }
    }
    stopLimit()
    for (const one of mine()) {
      one.flight = undefined
      rest(one)
    }
    wake()
  }

  return {
    use(id, onChange) {
      const holding = hold(holdings, id)
      const user = () => onChange()
      holding.users.add(user)
      if (!stopWaking) {
        stopWaking = onWake(hurry)
        stopHearing = tabs?.listen(doubt)
      }
      // Whatever else is mounted in this tick travels in the same request.
      queueMicrotask(pump)
      return () => {
        if (!holding.users.delete(user)) return
        // One macrotask of grace for a viewer we know. Where we do not, the next user may be somebody else, and
        // what was asked for the last one is of no use; so StrictMode may ask twice.
        if (keep) clock.after(0, () => rest(holding))
        else rest(holding)
      }
    },
    record: (id) => holdings.get(id)?.record ?? {},
    renew(id, when) {
      const isOver = holdings.get(id)?.record.error?.code === 'session-ended'
      for (const one of isOver ? inUse(holdings) : [hold(holdings, id)]) {
        // A request under way brings a newer token anyway.
        if (one.flight) continue
        one.record = when === 'now' ? {} : { askedAt: one.record.askedAt }
        one.isStale = true
      }
      queueMicrotask(pump)
    },
    forget: () => forget(holdings),
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
