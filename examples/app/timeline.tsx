import { type CSSProperties, useSyncExternalStore } from 'react'
import type { Token, TokenLog } from './token-log'
import { useNow } from './use-now'

/** How much of the past, and of what is to come, there is to see. */
const PAST_MS = 45_000
const AHEAD_MS = 30_000
const SHOWN_EVENTS = 4

interface TimelineProps {
  readonly log: TokenLog
  readonly name: string
}

/** The life of the tokens: each is a bar from its making to its end, and what happened is marked below. */
export function Timeline({ log, name }: TimelineProps) {
  const { tokens, events, requests } = useSyncExternalStore(log.subscribe, log.entries)
  const now = useNow()
  const share = (atMs: number) => (100 * (atMs - now + PAST_MS)) / (PAST_MS + AHEAD_MS)
  const isSeen = (fromMs: number, toMs = fromMs) => share(toMs) > 0 && share(fromMs) < 100
  const last = tokens.at(-1)
  const leftMs = last && last.mintedAtMs + last.lifetimeMs - now

  return (
    <section className="timeline" aria-label={`Tokens, ${name}`}>
      <p className="timeline-head">
        <b>
          {leftMs === undefined
            ? 'No token yet'
            : leftMs > 0
              ? `${seconds(leftMs)} s left`
              : 'The token has ended'}
        </b>
        <span>
          asked <b data-testid="requests">{requests}</b> {requests === 1 ? 'time' : 'times'}
        </span>
      </p>
      <div className="strip" aria-hidden="true">
        {tokens
          .filter(({ mintedAtMs, lifetimeMs }) => isSeen(mintedAtMs, mintedAtMs + lifetimeMs))
          .map((token) => (
            <Life key={token.mintedAtMs} token={token} share={share} isLast={token === last} now={now} />
          ))}
        {events
          .filter(({ atMs }) => isSeen(atMs))
          .map(({ key, kind, atMs }) => (
            <i key={key} className={`mark ${kind}`} style={{ left: `${share(atMs)}%` }} />
          ))}
        <span className="now" style={{ left: `${share(now)}%` }} />
      </div>
      <p className="scale" aria-hidden="true">
        <span>45 s ago</span>
        <span style={{ left: `${share(now)}%` }}>now</span>
        <span>in 30 s</span>
      </p>
      <ol className="events">
        {events.slice(-SHOWN_EVENTS).map(({ key, kind, text, atMs }) => (
          <li key={key} className={kind}>
            <span className="what">{text}</span>
            <time>{ago(now - atMs)}</time>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface LifeProps {
  readonly token: Token
  readonly isLast: boolean
  readonly now: number
  share(atMs: number): number
}

function Life({ token: { mintedAtMs, lifetimeMs }, share, isLast, now }: LifeProps) {
  const [from, to] = [share(mintedAtMs), share(mintedAtMs + lifetimeMs)]
  const used = Math.min(1, Math.max(0, (now - mintedAtMs) / lifetimeMs))
  const style = { left: `${from}%`, width: `${to - from}%`, '--used': used } as CSSProperties
  return <span className={`life${isLast ? ' last' : ''}${used >= 1 ? ' over' : ''}`} style={style} />
}

const seconds = (ms: number) => Math.ceil(ms / 1_000)

function ago(ms: number): string {
  return ms < 1_500
    ? 'now'
    : ms < 90_000
      ? `${Math.round(ms / 1_000)} s ago`
      : `${Math.round(ms / 60_000)} min ago`
}
