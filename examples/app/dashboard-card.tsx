import type { ReactNode, Ref } from 'react'
import type { TokenLog } from './token-log'
import { TokenStrip } from './token-strip'

export interface Status {
  readonly tone: 'good' | 'busy' | 'bad'
  readonly text: string
}

interface DashboardCardProps {
  readonly title: string
  readonly subtitle: string
  readonly status: Status
  readonly log: TokenLog
  readonly frameRef?: Ref<HTMLDivElement> | undefined
  readonly children: ReactNode
}

/** One way of embedding: the dashboard, its status, and the life of its tokens. */
export function DashboardCard({ title, subtitle, status, log, frameRef, children }: DashboardCardProps) {
  return (
    <article className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p>{subtitle}</p>
        <p className={`status ${status.tone}`} role="status">
          {status.text}
        </p>
      </header>
      <div className="frame" ref={frameRef}>
        {children}
      </div>
      <TokenStrip log={log} name={title} />
    </article>
  )
}
