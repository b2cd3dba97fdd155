import { GuestpassProvider } from 'guestpass'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { addons } from 'storybook/preview-api'
import { BEGIN, HAPPENED, type Happening } from './events'

export interface RecorderProps {
  readonly tokenUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly children: ReactNode
}

/** The app around a story: its dashboards get their tokens from the fake, and the panel is told of each. */
export function Recorder({ tokenUrl, fetch, children }: RecorderProps) {
  const root = useRef<HTMLDivElement>(null)
  const [recordedFetch] = useState(() => recorded(fetch))

  useEffect(() => {
    let before = ''
    const look = () => {
      const state = root.current?.querySelector('[data-state]')?.getAttribute('data-state') ?? ''
      if (state && state !== before) tell({ kind: 'state', state })
      before = state
    }
    const observer = new MutationObserver(look)
    if (root.current) observer.observe(root.current, { subtree: true, childList: true, attributes: true })
    look()
    return () => observer.disconnect()
  }, [])

  return (
    <div ref={root}>
      <GuestpassProvider tokenUrl={tokenUrl} fetch={recordedFetch}>
        {children}
      </GuestpassProvider>
    </div>
  )
}

let beganAtMs = 0

function tell(happening: Happening): void {
  addons.getChannel().emit(HAPPENED, { ...happening, atMs: performance.now() - beganAtMs })
}

/** Tells of requests and answers, and of a token no more than how long it lives. */
function recorded(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  beganAtMs = performance.now()
  addons.getChannel().emit(BEGIN)
  return async (input, init) => {
    tell({ kind: 'asked' })
    try {
      const response = await fetch(input, init)
      const { tokens, denied, code = 'no token' } = parsed(await response.clone().text())
      if (tokens?.[0]) tell({ kind: 'granted', lifetimeSeconds: tokens[0].expiresIn })
      else tell({ kind: 'refused', why: denied?.length ? 'denied' : code })
      return response
    } catch (error) {
      tell({ kind: 'refused', why: 'no answer' })
      throw error
    }
  }
}

interface Answer {
  readonly tokens?: readonly { readonly expiresIn: number }[]
  readonly denied?: readonly string[]
  readonly code?: string
}

/** What a route may answer instead is no news of a token. */
function parsed(text: string): Answer {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
