import { GuestpassProvider } from 'guestpass'
import { useRef } from 'react'
import { DashboardCard } from './dashboard-card'
import { WithEmbeddable } from './embeds/with-embeddable'
import embeddableCode from './embeds/with-embeddable.tsx?raw'
import { WithGuestpass } from './embeds/with-guestpass'
import guestpassCode from './embeds/with-guestpass.tsx?raw'
import { WithSdk } from './embeds/with-sdk'
import sdkCode from './embeds/with-sdk.tsx?raw'
import { FaultsBar } from './faults-bar'
import type { TokenLog } from './token-log'
import { useFaults } from './use-faults'
import { useGuestpassStatus } from './use-guestpass-status'
import { useSdkStatus } from './use-sdk-status'
import type { Person, Session } from './use-session'

/** One for each dashboard. */
export interface Logs {
  readonly ours: TokenLog
  readonly theirs: TokenLog
  readonly embeddable: TokenLog
}

interface StageProps {
  readonly logs: Logs
  readonly viewer: Person
  readonly session: Session
  onSessionEnded(): void
  onStartOver(): void
}

/** The dashboards, side by side: whatever happens to one happens to the other. */
export function Stage({ viewer, session, logs: { ours, theirs, embeddable }, ...on }: StageProps) {
  const { dashboard, embeddableId, canExpire, isOver } = session
  const { id, title, domain: supersetDomain } = dashboard
  const faults = useFaults((text) => {
    for (const log of [ours, theirs]) log.note('quiet', text)
  })
  const theirFrame = useRef<HTMLDivElement>(null)
  const [ourStatus, logOurs] = useGuestpassStatus(ours)
  const theirStatus = useSdkStatus(theirFrame, theirs)
  const [embeddableStatus, logEmbeddable] = useGuestpassStatus(embeddable)
  const embed = { id, title, supersetDomain }

  function startOver(): void {
    faults.mend()
    on.onStartOver()
  }

  return (
    <>
      <FaultsBar faults={faults} canExpire={canExpire} onStartOver={startOver} />
      {isOver && (
        <p className="banner" role="alert">
          Your session has ended.{' '}
          <button type="button" onClick={startOver}>
            Sign in again as {viewer.name}
          </button>
        </p>
      )}
      {/* One card for each dashboard; as many fit side by side as there is room for. */}
      <div className="cards">
        <DashboardCard
          title="With guestpass"
          subtitle="One component takes care of all of it."
          status={ourStatus}
          log={ours}
          code={guestpassCode}
          file="with-guestpass.tsx"
        >
          <GuestpassProvider viewer={viewer.id} fetch={ours.fetch} log={logOurs}>
            <WithGuestpass {...embed} fetch={ours.fetch} onSessionEnded={on.onSessionEnded} />
          </GuestpassProvider>
        </DashboardCard>
        <DashboardCard
          title="Without it"
          subtitle="The official SDK, used as its README says."
          status={theirStatus}
          log={theirs}
          code={sdkCode}
          file="with-sdk.tsx"
          frameRef={theirFrame}
        >
          <WithSdk {...embed} fetch={theirs.fetch} />
        </DashboardCard>
      </div>
      <h2 className="another">Another system, the same component</h2>
      <p className="soft">
        Embeddable draws into the page itself, and its tokens carry a security context. Who sees which rows is
        decided in the same place, and they renew themselves too. This one is a stand-in for the service.
      </p>
      <div className="cards">
        <DashboardCard
          title="Embeddable"
          subtitle="A token route of its own; the rest is as above."
          status={embeddableStatus}
          log={embeddable}
          code={embeddableCode}
          file="with-embeddable.tsx"
        >
          <GuestpassProvider log={logEmbeddable}>
            <WithEmbeddable id={embeddableId} viewer={viewer.id} fetch={embeddable.fetch} />
          </GuestpassProvider>
        </DashboardCard>
      </div>
    </>
  )
}
