/** @jsxRuntime classic */

// biome-ignore lint/correctness/noUnusedImports: what JSX becomes here
import React, { type CSSProperties, useEffect, useState } from 'react'
import { useChannel } from 'storybook/manager-api'
import { BEGIN, type Entry, HAPPENED } from './events'

/** What became of the token of the story on screen, and of the dashboard with it, in the order that it happened. */
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
  const token = entries.findLast(({ kind }) => kind === 'granted')
  return (
    <div style={PANEL}>
      {token?.kind === 'granted' && (
        <Life beganAtMs={beganAtMs + token.atMs} lifetimeSeconds={token.lifetimeSeconds} />
      )}
      {entries.length === 0 && <p style={SOFT}>Nothing has happened yet.</p>}
      <ol style={LIST} aria-label="Token timeline">
        {entries.map((entry) => (
          <li key={`${entry.atMs} ${entry.kind}`} style={ROW}>
            <time style={TIME}>{(entry.atMs / 1_000).toFixed(1)} s</time>
            <span style={{ ...DOT, background: COLOURS[entry.kind] }} />
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

/** How much of its life the newest token has left; the mark is where a newer one is asked for. */
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

function wordsOf(entry: Entry): string {
  switch (entry.kind) {
    case 'asked':
      return 'The page asks the app’s server for a token.'
    case 'granted':
      return `It gets one, good for ${entry.lifetimeSeconds} s.`
    case 'refused':
      return `It gets none: ${entry.why}.`
    case 'state':
      return STATES[entry.state] ?? entry.state
  }
}

const STATES: Readonly<Record<string, string>> = {
  connecting: 'The dashboard is connecting.',
  waiting: 'The dashboard’s page is there, and waits for its token.',
  'token-sent': 'The dashboard has its token, and loads.',
  ready: 'The dashboard is shown.',
  failed: 'The dashboard has failed.',
  ended: 'The dashboard is over, until somebody begins again.',
}

const COLOURS = { asked: '#8a94a0', granted: '#2e9e5b', refused: '#d1372c', state: '#1f7fb0' }
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
