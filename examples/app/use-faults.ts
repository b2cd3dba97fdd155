import { useEffect, useState } from 'react'
import { reloadFrame } from './reload-frame'

export type FaultName = 'reload' | 'network' | 'expire' | 'session' | 'clock'

export interface Faults {
  /** These two faults last until they are mended. */
  readonly isCut: boolean
  readonly isClockWrong: boolean
  readonly last: FaultName | undefined
  play(fault: FaultName): void
  /** Mends what lasts. */
  mend(): void
}

const HOUR_MS = 3_600_000

/** The actions of the buttons. `onFault` is called with a text for the logs. */
export function useFaults(onFault: (text: string) => void): Faults {
  const [isCut, setCut] = useState(false)
  const [isClockWrong, setClockWrong] = useState(false)
  const [last, setLast] = useState<FaultName>()

  useEffect(() => {
    if (!isClockWrong) return
    const { now } = Date
    Date.now = () => now() + HOUR_MS
    return () => {
      Date.now = now
    }
  }, [isClockWrong])

  async function cut(isCutNow: boolean): Promise<void> {
    setCut(isCutNow)
    await post(isCutNow ? 'cut' : 'mend')
    onFault(isCutNow ? 'Network cut' : 'Network back')
  }

  const act: Readonly<Record<FaultName, () => void>> = {
    reload() {
      onFault('Frame reloaded')
      reloadFrames()
    },
    network: () => void cut(!isCut),
    async expire() {
      await post('expire')
      onFault('Token expired, frame reloaded')
      reloadFrames()
    },
    async session() {
      await post('end-session')
      onFault('Session ended on the server')
    },
    clock() {
      setClockWrong(!isClockWrong)
      onFault(isClockWrong ? 'Clock put right' : 'Clock set an hour ahead')
    },
  }
  return {
    isCut,
    isClockWrong,
    last,
    play(fault) {
      setLast(fault)
      act[fault]()
    },
    mend() {
      if (isCut) void cut(false)
      setClockWrong(false)
      setLast(undefined)
    },
  }
}

function reloadFrames(): void {
  document.querySelectorAll<HTMLIFrameElement>('.comparison iframe').forEach(reloadFrame)
}

function post(fault: string): Promise<Response> {
  return fetch(`/faults/${fault}`, { method: 'POST' })
}
