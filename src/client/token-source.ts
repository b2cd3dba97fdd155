/**
 * Keeps the guest tokens of one viewer. Every decision is in core/token-ledger: what happens goes in as events, and its
 * effects are carried out here, with one timer.
 */

import { toGuestpassError } from '../core/errors'
import type { Received } from '../core/guest-token'
import type { ShareRoute } from '../core/platform'
import { NEVER_MS, NO_RECORD, type TokenRecord } from '../core/refresh-policy'
import { createLedger, type LedgerEntry, type LedgerEvent, ledgerStep } from '../core/token-ledger'
import { callSafely } from './call-safely'
import { type Clock, systemClock } from './clock'
import type { OtherTabs } from './other-tabs'
import { onWake } from './wake'

export interface TokenSource {
  /** Whether all its tokens are of one viewer, whom the app named. */
  readonly isOfOneViewer: boolean
  /** Missing when the tokens do not come from a token route. */
  readonly route?: ShareRoute | undefined
  /** Keeps a token for the dashboard `id` until the returned function is called. Calls `onChange` after every change. */
  use(id: string, onChange: () => void): () => void
  record(id: string): TokenRecord
  /** Drops the token of `id` and requests one past every cache: `now` for a person, otherwise when the policy allows it. */
  renew(id: string, when: 'now' | 'soon'): void
  /** Drops every unused token, because the app shows another viewer's dashboards now. */
  dropUnused(): void
}

/** Requests tokens for `ids`, past every cache when `fresh`. An id that no token contains is denied. */
export type RequestTokens = (ids: readonly string[], fresh: boolean, signal: AbortSignal) => Promise<Received>

export interface TokenSourceOptions {
  readonly request: RequestTokens
  readonly route?: ShareRoute
  /** Whether the token of an unused dashboard is kept for the viewer's return. @default false */
  readonly keepsUnusedTokens?: boolean
  readonly tabs?: OtherTabs
  readonly clock?: Clock
  /** See `renewalAgeMs`. @default a random number, the same for the whole page */
  readonly draw?: number
}

const PAGE_DRAW = Math.random()

/** Timers stop in sleep, and not every browser reports that the machine woke up. So often the clocks are read. */
const LOOK_MS = 10_000

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { request, keepsUnusedTokens = false, tabs, clock = systemClock, draw = PAGE_DRAW } = options
  const users = new Set<{ readonly id: string; readonly onChange: () => void }>()
  const controllers = new Map<number, AbortController>()
  let ledger = createLedger(keepsUnusedTokens, draw)
  let stopTimer = () => {}
  let stopListening: readonly ((() => void) | undefined)[] = []

  function dispatch(event: LedgerEvent): void {
    const [next, effects] = ledgerStep(ledger, event, clock.now(), Math.random())
    const { aborts, requested, sleepMs, tellsOtherTabs, notifies } = effects
    ledger = next
    for (const number of aborts) controllers.get(number)?.abort()
    if (requested.length > 0) void send(requested, ledger.lastRequest)
    stopTimer()
    if (sleepMs < NEVER_MS) stopTimer = clock.after(Math.min(sleepMs, LOOK_MS), look)
    if (tellsOtherTabs) tabs?.post()
    for (const { id, onChange } of users) if (notifies.includes(id)) callSafely(onChange)
    // Whatever else is mounted in this tick goes into the same request.
    if (event.type !== 'time-passed') queueMicrotask(look)
  }
  const look = () => dispatch({ type: 'time-passed' })

  async function send(requested: readonly LedgerEntry[], number: number): Promise<void> {
    const controller = new AbortController()
    controllers.set(number, controller)
    const event = await answerOf(request, requested, number, controller.signal)
    controllers.delete(number)
    dispatch(event)
  }

  return {
    isOfOneViewer: keepsUnusedTokens,
    route: options.route,
    use(id, onChange) {
      const user = { id, onChange }
      if (users.size === 0) {
        const stopWaking = onWake(() => dispatch({ type: 'woke' }))
        stopListening = [stopWaking, tabs?.listen(() => dispatch({ type: 'doubted' }))]
      }
      users.add(user)
      dispatch({ type: 'used', id })
      return () => {
        if (!users.delete(user) || [...users].some((other) => other.id === id)) return
        dispatch({ type: 'released', id })
        if (keepsUnusedTokens) clock.after(0, () => dispatch({ type: 'grace-ended' }))
        if (users.size === 0) for (const stop of stopListening) stop?.()
      }
    },
    record: (id) => ledger.entries.find((entry) => entry.id === id) ?? NO_RECORD,
    renew: (id, when) => dispatch({ type: 'renew', id, when }),
    dropUnused: () => dispatch({ type: 'viewer-replaced' }),
  }
}

async function answerOf(
  request: RequestTokens,
  requested: readonly LedgerEntry[],
  number: number,
  signal: AbortSignal,
): Promise<LedgerEvent> {
  const ids = requested.map(({ id }) => id)
  const isFresh = requested.some(({ needsFresh }) => needsFresh)
  try {
    return { type: 'minted', request: number, tokens: await request(ids, isFresh, signal) }
  } catch (cause) {
    const error = toGuestpassError(
      cause,
      'route-unreachable',
      'The request for a guest token failed. Check tokenUrl and CORS.',
    )
    return { type: 'failed', request: number, error }
  }
}
