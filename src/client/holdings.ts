import type { TokenRecord } from '../core/refresh-policy'

/** What is held for one dashboard. */
export interface Holding {
  readonly id: string
  readonly users: Set<() => void>
  record: TokenRecord
  /** The request that is under way for it. */
  flight?: AbortController | undefined
  /** Whether its token did not help, and the next is to come past every cache. */
  isStale?: boolean
}

/** By dashboard. */
export type Holdings = Map<string, Holding>

export function hold(holdings: Holdings, id: string): Holding {
  const holding = holdings.get(id) ?? { id, users: new Set(), record: {} }
  holdings.set(id, holding)
  return holding
}

export function inUse(holdings: Holdings): readonly Holding[] {
  return [...holdings.values()].filter(({ users }) => users.size > 0)
}

/**
 * Drops a holding that nobody uses, and says whether nothing is in use any more.
 *
 * @param keep whether its token waits for its viewer to come back
 */
export function leave(holdings: Holdings, holding: Holding, keep: boolean): boolean {
  const { id, users, flight, record } = holding
  if (users.size > 0) return false
  // What is under way may still be somebody's; it comes back here when it has landed. A refusal is not kept: who
  // comes back may have signed in again.
  const isKept = flight || (keep && record.token && !record.error)
  if (!isKept && holdings.get(id) === holding) holdings.delete(id)
  if (inUse(holdings).length > 0) return false
  for (const one of holdings.values()) {
    if (!one.flight) continue
    one.flight.abort()
    one.flight = undefined
    // An answer nobody heard does not count: who comes back need not wait.
    one.record = { ...one.record, askedAt: undefined }
  }
  if (!keep) holdings.clear()
  return true
}

/** Drops everything that nobody uses, and says whether that was anything. */
export function forget(holdings: Holdings): boolean {
  const before = holdings.size
  for (const { id, users, flight, record } of holdings.values()) {
    if (users.size > 0) continue
    const isShared = flight && inUse(holdings).some((other) => other.flight === flight)
    // It has nothing to drop, and who comes back is not to ask beside the request that is under way.
    if (isShared && record.isDoubted) continue
    holdings.delete(id)
    if (!isShared) flight?.abort()
  }
  return holdings.size < before
}
