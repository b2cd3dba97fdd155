import { type RefObject, useEffect, useState } from 'react'
import type { Status } from './dashboard-card'
import type { EventKind, TokenLog } from './token-log'

/** Reads off the component's own `data-state` how it fares, and writes down what becomes of it. */
export function useGuestpassStatus(frame: RefObject<HTMLElement | null>, log: TokenLog): Status {
  const [status, setStatus] = useState<Status>(CONNECTING)

  useEffect(() => {
    let last: string | undefined
    function look(): void {
      const state = frame.current?.querySelector<HTMLElement>('[data-state]')?.dataset.state
      if (!state || state === last) return
      last = state
      setStatus(STATUS[state] ?? CONNECTING)
      const [kind, text] = EVENTS[state] ?? []
      if (kind && text) log.note(kind, text)
    }
    const changes = new MutationObserver(look)
    if (frame.current) {
      changes.observe(frame.current, { subtree: true, childList: true, attributeFilter: ['data-state'] })
    }
    look()
    return () => changes.disconnect()
  }, [frame, log])

  return status
}

const CONNECTING: Status = { tone: 'busy', text: 'Connecting' }

const STATUS: Readonly<Record<string, Status>> = {
  ready: { tone: 'good', text: 'On screen' },
  failed: { tone: 'bad', text: 'Failed' },
  ended: { tone: 'busy', text: 'Session ended' },
}

const EVENTS: Readonly<Record<string, readonly [EventKind, string]>> = {
  connecting: ['quiet', 'The page loads'],
  'token-sent': ['quiet', 'Token handed to the page'],
  ready: ['good', 'On screen'],
  failed: ['bad', 'The page refused the token'],
  ended: ['busy', 'Rows taken off the screen'],
}
