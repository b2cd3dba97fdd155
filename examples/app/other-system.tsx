import { GuestpassProvider } from 'guestpass'
import { CodeSample } from './code-sample'
import { DashboardCard } from './dashboard-card'
import { WithEmbeddable } from './embeds/with-embeddable'
import code from './embeds/with-embeddable.tsx?raw'
import type { TokenLog } from './token-log'
import { useGuestpassStatus } from './use-guestpass-status'
import type { Person } from './use-session'

interface OtherSystemProps {
  readonly id: string
  readonly viewer: Person
  readonly log: TokenLog
}

/** A dashboard of Embeddable. */
export function OtherSystem({ id, viewer, log }: OtherSystemProps) {
  const [status, logSteps] = useGuestpassStatus(log)
  return (
    <section aria-labelledby="another">
      <h2 id="another">Another system, the same component</h2>
      <p className="soft">
        Embeddable draws into the page itself, and its tokens carry a security context. Who sees which rows is
        decided in the same place, and they renew themselves too. This one is a stand-in for the service.
      </p>
      <div className="cards">
        <DashboardCard
          title="Embeddable"
          subtitle="Another token route. The rest is as above."
          status={status}
          log={log}
        >
          <GuestpassProvider log={logSteps}>
            <WithEmbeddable id={id} viewer={viewer.id} fetch={log.fetch} />
          </GuestpassProvider>
        </DashboardCard>
        <CodeSample title="The code in use" file="with-embeddable.tsx" code={code} />
      </div>
    </section>
  )
}
