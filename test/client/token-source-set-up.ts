import type { OtherTabs } from '../../src/client/other-tabs'
import { createTokenSource } from '../../src/client/token-source'
import type { ReceivedToken } from '../../src/core/guest-token'
import { createFakeClock } from '../../src/testing'

/** One request to the token route, which the test answers. */
export interface PendingRequest {
  readonly ids: readonly string[]
  readonly fresh: boolean
  readonly signal: AbortSignal
  readonly atMs: number
  isUnderWay: boolean
  readonly answer: (tokens: readonly ReceivedToken[]) => void
  readonly refuse: (error: unknown) => void
}

interface SetUpOptions {
  readonly keepsUnusedTokens?: boolean
  readonly draw?: number
  readonly viewer?: string
}

/** A token source on a fake clock. By default the page drew the latest renewal. */
export function setUpSource({ keepsUnusedTokens = false, draw = 1, viewer }: SetUpOptions = {}) {
  const clock = createFakeClock()
  const listeners: (() => void)[] = []
  let reports = 0
  const tabs: OtherTabs = {
    post: () => reports++,
    listen(callback) {
      listeners.push(callback)
      return () => listeners.splice(listeners.indexOf(callback), 1)
    },
  }
  const requests: PendingRequest[] = []
  function request(ids: readonly string[], fresh: boolean, signal: AbortSignal) {
    return new Promise<readonly ReceivedToken[]>((resolve, reject) => {
      const atMs = clock.now().monotonicMs
      const settle =
        <Value>(outcome: (value: Value) => void) =>
        (value: Value) => {
          pending.isUnderWay = false
          outcome(value)
        }
      const pending: PendingRequest = {
        ids,
        fresh,
        signal,
        atMs,
        isUnderWay: true,
        answer: settle(resolve),
        refuse: settle(reject),
      }
      requests.push(pending)
      signal.addEventListener('abort', () => pending.refuse(signal.reason))
    })
  }
  const route = { tokenUrl: '/guest-token', viewer }
  const source = createTokenSource({ request, route, keepsUnusedTokens, tabs, clock, draw })
  return {
    clock,
    requests,
    source,
    last: () => requests.at(-1) as PendingRequest,
    /** Another tab reports that the session may have ended. */
    reportFromOtherTab() {
      for (const callback of listeners) callback()
    },
    isListening: () => listeners.length > 0,
    /** How often this tab has reported the end of the session. */
    timesReported: () => reports,
  }
}

/** The network comes back, or Back brings the page back. */
export function wakeUp(type: 'online' | 'pageshow') {
  window.dispatchEvent(new Event(type))
}
