import { type TokenPhase, useGuestToken } from 'guestpass'
import { type CSSProperties, useEffect, useState, useSyncExternalStore } from 'react'
import type { MintLog } from './mint-log'

interface TokenPanelProps {
  readonly id: string
  readonly viewer: string
  readonly log: MintLog
}

/** The life of the guest token: the dashboard's own, because both ask the same source. */
export function TokenPanel({ id, viewer, log }: TokenPanelProps) {
  const { phase, error, refresh } = useGuestToken(id)
  const mints = useSyncExternalStore(log.subscribe, log.mints).filter((mint) => mint.viewer === viewer)
  const last = phase === 'missing' ? undefined : mints.at(-1)
  const now = useNow()
  const lifetimeMs = last?.lifetimeMs ?? 60_000
  const leftMs = last && Math.max(0, last.askedAtMs + lifetimeMs - now)
  // Renewal begins 60 s before the end, or at half of a shorter life.
  const leadMs = Math.min(60_000, lifetimeMs / 2)

  return (
    <section className="token" aria-label="Guest token">
      <p className="phase" data-phase={phase} role="status">
        <b>{phase}</b> <span>{error?.message ?? MEANING[phase]}</span>
      </p>
      <div className="life">
        <div
          className="life-bar"
          role="progressbar"
          aria-label="Time left"
          aria-valuemin={0}
          aria-valuemax={lifetimeMs / 1000}
          aria-valuenow={seconds(leftMs ?? 0)}
          style={{ '--left': (leftMs ?? 0) / lifetimeMs, '--lead': leadMs / lifetimeMs } as CSSProperties}
        />
        <p className="life-text">
          {leftMs === undefined ? (
            <span>No token yet</span>
          ) : (
            <>
              <span>{seconds(leftMs)} s left</span>
              <span>
                {phase === 'fresh'
                  ? `renews itself in ${seconds(Math.max(0, leftMs - leadMs))} s`
                  : 'asking for a new one'}
              </span>
            </>
          )}
        </p>
      </div>
      <p className="mints">
        <b data-testid="mints">{mints.length}</b> minted
        <span className="clocks">
          {mints.slice(-3).map(({ clock, askedAtMs }) => (
            <time key={askedAtMs}>{clock}</time>
          ))}
        </span>
      </p>
      <button type="button" onClick={refresh}>
        Renew now
      </button>
    </section>
  )
}

const MEANING: Record<TokenPhase, string> = {
  missing: 'waiting for the first token',
  fresh: 'nothing to do',
  due: 'being renewed, still usable',
  expired: 'a new one is on its way',
  denied: 'refused for good',
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000)
}

function useNow(): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return now
}
