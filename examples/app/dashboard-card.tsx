import type { ReactNode, Ref } from 'react'
import { Timeline } from './timeline'
import type { TokenLog } from './token-log'

export interface Status {
  readonly tone: 'good' | 'busy' | 'bad'
  readonly text: string
}

interface DashboardCardProps {
  readonly title: string
  readonly subtitle: string
  readonly status: Status
  readonly log: TokenLog
  readonly code: string
  /** The file that it is in. */
  readonly file: string
  readonly frameRef?: Ref<HTMLDivElement> | undefined
  readonly children: ReactNode
}

/** One way of embedding: what is seen, how it fares, and the code that does it. */
export function DashboardCard(props: DashboardCardProps) {
  const { title, subtitle, status, log, code, file, frameRef, children } = props
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
      <Timeline log={log} name={title} />
      <details className="code" open>
        <summary>
          The code in use <code>{file}</code>
          <span className="lines">{code.trim().split('\n').length} lines</span>
        </summary>
        {/* It scrolls by itself, so the keyboard has to reach it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
        <pre tabIndex={0}>{code.trim()}</pre>
      </details>
    </article>
  )
}
