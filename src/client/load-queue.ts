import { nextToLoad, rankOfBox, TURN_MS } from '../core/load-queue'
import type { Clock } from './clock'

/** A dashboard that is going to load. */
export interface QueueEntry {
  readonly mountPoint: HTMLElement
  /** The dashboard waits while this many others load. */
  readonly limit: number
  readonly clock: Clock
  /** Called once, when the dashboard may load. */
  readonly onTurn: () => void
}

/** The dashboards of this page that wait for their turn. */
const waiting = new Set<QueueEntry>()

/** The dashboards of this page that load, each with the function that stops its timer. */
const loading = new Map<QueueEntry, () => void>()

/**
 * Takes a place in the queue of the page. Call the returned function when the dashboard has loaded, or is not going to
 * load. A dashboard that loads keeps its place for `afterMs` then, so that its charts are drawn before others load. After 10 s
 * of loading, its turn ends without that.
 */
export function joinLoadQueue(entry: QueueEntry): (afterMs?: number) => void {
  waiting.add(entry)
  lookSoon(entry)
  return (afterMs) => leaveQueue(entry, afterMs)
}

/** In a separate task, because the order includes all dashboards that come near in this task, or come back. */
function lookSoon({ clock }: QueueEntry): void {
  if (waiting.size > 0) clock.after(0, startWaiting)
}

/** Starts every dashboard whose turn it is. */
export function startWaiting(): void {
  const next = nextToLoad([...waiting], loading.size, rankOf)
  if (!next) return
  waiting.delete(next)
  loading.set(
    next,
    next.clock.after(TURN_MS, () => leaveQueue(next)),
  )
  next.onTurn()
  startWaiting()
}

function leaveQueue(entry: QueueEntry, afterMs = 0): void {
  loading.get(entry)?.()
  if (afterMs && loading.has(entry)) {
    loading.set(
      entry,
      entry.clock.after(afterMs, () => leaveQueue(entry)),
    )
    return
  }
  loading.delete(entry)
  waiting.delete(entry)
  lookSoon(entry)
}

/** Read when a turn is given, so that a dashboard that has come into view meanwhile goes first. */
function rankOf({ mountPoint }: QueueEntry): number {
  // The viewport of its window, which can be another window.
  const { clientWidth, clientHeight } = mountPoint.ownerDocument.documentElement
  return rankOfBox(mountPoint.getClientRects()[0], clientWidth, clientHeight)
}
