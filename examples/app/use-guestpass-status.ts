import type { Log } from 'guestpass'
import { useCallback, useRef, useState } from 'react'
import type { Status } from './dashboard-card'
import type { EventKind, TokenLog } from './token-log'

/** The status of a dashboard, and the `log` for its provider: each step of the protocol that a person notices is written down. */
export function useGuestpassStatus({ note }: TokenLog): readonly [Status, Log] {
  const [status, setStatus] = useState<Status>(CONNECTING)
  const last = useRef<string>(undefined)

  const onStep = useCallback<Log>(
    ({ state }) => {
      if (state === last.current || state === 'detached') return
      last.current = state
      setStatus(STATUS[state] ?? CONNECTING)
      const [kind, text] = EVENTS[state] ?? []
      if (kind && text) note(kind, text)
    },
    [note],
  )
  return [status, onStep]
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
