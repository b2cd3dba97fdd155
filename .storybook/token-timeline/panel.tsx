/** @jsxRuntime classic */

// biome-ignore lint/correctness/noUnusedImports: what JSX becomes here
import React, { type CSSProperties, useEffect, useState } from 'react'
import { useChannel } from 'storybook/manager-api'
import { BEGIN, type Entry, HAPPENED } from './events'

/** The log of the story on the screen: its tokens and its dashboards, in the order of the events. */
export function TokenTimeline() {
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const [beganAtMs, setBegan] = useState(() => performance.now())
  useChannel({
    [BEGIN]: () => {
      setBegan(performance.now())
      setEntries([])
    },
    [HAPPENED]: (entry: Entry) => setEntries((before) => [...before, entry]),
  })
  const token = entries.findLast(({ event }) => event === 'token')
  return (
    <div style={PANEL}>
      {token && <Life beganAtMs={beganAtMs + token.atMs} lifetimeSeconds={secondsOf(token)} />}
      {entries.length === 0 && <p style={SOFT}>Nothing has happened yet.</p>}
      <ol style={LIST} aria-label="Token timeline">
        {entries.map((entry) => (
          <li key={`${entry.atMs} ${entry.id} ${entry.event}`} style={ROW}>
            <time style={TIME}>{(entry.atMs / 1_000).toFixed(1)} s</time>
            <span style={{ ...DOT, background: colourOf(entry) }} />
            <span>{wordsOf(entry)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

interface LifeProps {
  readonly beganAtMs: number
  readonly lifetimeSeconds: number
}

/** Shows how much of the life of the newest token is left. The mark shows when the next token is requested. */
function Life({ beganAtMs, lifetimeSeconds }: LifeProps) {
  const [nowMs, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, lifetimeSeconds - (nowMs - beganAtMs) / 1_000)
  const share = (seconds: number) => `${(100 * seconds) / lifetimeSeconds}%`
  return (
    <div style={{ display: 'grid', gap: 6 }}>
      <span>
        {left > 0 ? `The token is good for ${Math.ceil(left)} s more.` : 'The token has expired.'}{' '}
        <span style={SOFT}>A newer one is asked for when {leadSeconds(lifetimeSeconds)} s are left.</span>
      </span>
      <div style={BAR}>
        <div style={{ ...FILL, width: share(left) }} />
        <div style={{ ...MARK, left: share(leadSeconds(lifetimeSeconds)) }} />
      </div>
    </div>
  )
}

const leadSeconds = (lifetimeSeconds: number) => Math.min(60, lifetimeSeconds / 2)

const secondsOf = ({ expiresInMs = 0 }: Entry) => Math.round(expiresInMs / 1_000)

function wordsOf(entry: Entry): string {
  return WORDS[entry.event]?.(entry) ?? entry.event
}

const WORDS: Readonly<Record<string, (entry: Entry) => string>> = {
  near: () => 'The page asks the app’s server for a token, and loads the dashboard.',
  turn: () => 'No other dashboard has to load first.',
  token: (entry) => `It gets one, good for ${secondsOf(entry)} s.`,
  'token-failed': ({ code }) => `It gets none: ${code}.`,
  connected: ({ state }) =>
    state === 'waiting' ? 'The dashboard waits for its token.' : 'The dashboard has its token, and loads.',
  ready: () => 'The dashboard is shown.',
  failed: ({ code }) => `The dashboard has failed: ${code}.`,
  lost: () => 'The connection to the dashboard is lost.',
  'options-refused': ({ code }) => `The dashboard is not loaded: ${code}.`,
  suspended: () => 'The dashboard is hidden until the app’s server confirms the viewer.',
  'auto-retry': () => 'The dashboard loads again by itself.',
  'user-retry': () => 'The dashboard loads again, because the viewer or the app tries again.',
}

function colourOf({ event, code }: Entry): string {
  if (code !== undefined) return '#d1372c'
  return event === 'token' ? '#2e9e5b' : '#1f7fb0'
}

const PANEL: CSSProperties = { display: 'grid', gap: 14, padding: 16, fontSize: 13, lineHeight: 1.5 }
const LIST: CSSProperties = { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 4 }
const ROW: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: '4em auto 1fr',
  gap: 8,
  alignItems: 'center',
}
const TIME: CSSProperties = { textAlign: 'right', fontVariantNumeric: 'tabular-nums', opacity: 0.75 }
const DOT: CSSProperties = { width: 8, height: 8, borderRadius: '50%' }
const SOFT: CSSProperties = { opacity: 0.75, margin: 0 }
const BAR: CSSProperties = { position: 'relative', height: 8, borderRadius: 4, background: '#8a94a033' }
const FILL: CSSProperties = { height: '100%', borderRadius: 4, background: '#2e9e5b' }
const MARK: CSSProperties = {
  position: 'absolute',
  top: -3,
  bottom: -3,
  width: 2,
  background: 'currentColor',
}
