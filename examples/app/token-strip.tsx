import { type CSSProperties, useSyncExternalStore } from 'react'
import type { Token, TokenLog } from './token-log'
import { useNow } from './use-now'

/** The part of the past and of the future that the strip shows. */
const PAST_MS = 45_000
const AHEAD_MS = 30_000

interface TokenStripProps {
  readonly log: TokenLog
  readonly name: string
}

/** The life of the tokens: each is a bar from its making to its end, and what happened is marked below. */
export function TokenStrip({ log, name }: TokenStripProps) {
  const { tokens, events, requests } = useSyncExternalStore(log.subscribe, log.entries)
  const now = useNow()
  const share = (atMs: number) => (100 * (atMs - now + PAST_MS)) / (PAST_MS + AHEAD_MS)
  const isSeen = (fromMs: number, toMs = fromMs) => share(toMs) > 0 && share(fromMs) < 100
  const last = tokens.at(-1)

  return (
    <section className="tokens" aria-label={`Tokens, ${name}`}>
      <p>
        <b>{lifeLeft(last, now)}</b>
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
      <p>
        asked <b data-testid="requests">{requests}</b> {requests === 1 ? 'time' : 'times'}
      </p>
    </section>
  )
}

function lifeLeft(last: Token | undefined, now: number): string {
  if (!last) return 'No token yet'
  const leftMs = last.mintedAtMs + last.lifetimeMs - now
  return leftMs > 0 ? `Token: ${Math.ceil(leftMs / 1_000)} s left` : 'The token has ended'
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
