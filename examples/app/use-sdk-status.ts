import { type RefObject, useEffect, useState } from 'react'
import type { Status } from './dashboard-card'
import type { TokenLog } from './token-log'

/**
 * The status of a dashboard of the official SDK, seen from outside, because the SDK does not report it. A page that loads a
 * second time receives no token (measured). Rows that are shown after the session has ended are old rows.
 */
export function useSdkStatus(frame: RefObject<HTMLElement | null>, log: TokenLog): Status {
  const [status, setStatus] = useState<Status>(CONNECTING)

  useEffect(() => {
    let loads = 0
    setStatus(CONNECTING)
    const onLoad = ({ target }: Event) => {
      if (!(target instanceof HTMLIFrameElement)) return
      loads++
      if (loads === 1) return setStatus(SHOWN)
      log.note('bad', 'The page loads again, and is given no token')
      setStatus(LOST)
    }
    const look = () => {
      const shown = log.entries().isSignedOut ? LEFT : SHOWN
      setStatus((now) => (now === SHOWN || now === LEFT ? shown : now))
    }
    const { current } = frame
    // The load of a frame does not bubble.
    current?.addEventListener('load', onLoad, true)
    const stop = log.subscribe(look)
    return () => {
      current?.removeEventListener('load', onLoad, true)
      stop()
    }
  }, [frame, log])

  return status
}

const CONNECTING: Status = { tone: 'busy', text: 'Connecting' }
const SHOWN: Status = { tone: 'good', text: 'On screen' }
const LOST: Status = { tone: 'bad', text: 'Empty for good' }
const LEFT: Status = { tone: 'bad', text: 'Old rows still shown' }
