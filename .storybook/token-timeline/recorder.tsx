import { GuestpassProvider, type Log } from 'guestpass'
import { type ReactNode, useState } from 'react'
import { addons } from 'storybook/preview-api'
import { BEGIN, type Entry, HAPPENED } from './events'

export interface RecorderProps {
  readonly tokenUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly children: ReactNode
}

/** The app around a story. Its dashboards get their tokens from the fake, and the panel gets the log of its provider. */
export function Recorder({ tokenUrl, fetch, children }: RecorderProps) {
  const [log] = useState(beginRecording)
  return (
    <GuestpassProvider tokenUrl={tokenUrl} fetch={fetch} log={log}>
      {children}
    </GuestpassProvider>
  )
}

function beginRecording(): Log {
  const beganAtMs = performance.now()
  const channel = addons.getChannel()
  channel.emit(BEGIN)
  return (event) => {
    const entry: Entry = { ...event, atMs: event.atMs - beganAtMs }
    // The dashboards of the previous story are detached after this story has started.
    if (event.state !== 'detached') channel.emit(HAPPENED, entry)
  }
}
