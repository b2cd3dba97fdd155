import { useSyncExternalStore } from 'react'
import type { TokenLog } from './token-log'
import { useNow } from './use-now'

const SHOWN_EVENTS = 6

interface TokenEventsProps {
  readonly log: TokenLog
  readonly title: string
}

/** What happened to one way of embedding, the latest last. */
export function TokenEvents({ log, title }: TokenEventsProps) {
  const { events } = useSyncExternalStore(log.subscribe, log.entries)
  const now = useNow()
  return (
    <section className="events" aria-label={`What happened, ${title}`}>
      <h3>{title}</h3>
      <ol>
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

function ago(ms: number): string {
  return ms < 1_500
    ? 'now'
    : ms < 90_000
      ? `${Math.round(ms / 1_000)} s ago`
      : `${Math.round(ms / 60_000)} min ago`
}
