import { GuestpassProvider } from 'guestpass'
import { useRef } from 'react'
import { CodeSample } from './code-sample'
import { DashboardCard } from './dashboard-card'
import { sales } from './dashboards'
import { WithGuestpass } from './embeds/with-guestpass'
import guestpassCode from './embeds/with-guestpass.tsx?raw'
import { WithSdk } from './embeds/with-sdk'
import sdkCode from './embeds/with-sdk.tsx?raw'
import { BEFORE_OPENING, NOTHING_BROKEN, outcomeOf } from './fault-texts'
import { FaultsBar } from './faults-bar'
import { TokenEvents } from './token-events'
import type { Logs } from './token-log'
import { type FaultName, useFaults } from './use-faults'
import { useGuestpassStatus } from './use-guestpass-status'
import { useOpening } from './use-opening'
import { useSdkStatus } from './use-sdk-status'
import type { Person, Session } from './use-session'

export interface ComparisonProps {
  readonly logs: Logs
  readonly viewer: Person
  readonly session: Session
  /** Whether something is to break by itself, so that the difference is seen without a click. */
  readonly isOpening: boolean
  onOpened(): void
  onSessionEnded(): void
  onStartOver(): void
}

/** Two dashboards side by side. Every fault happens to both. */
export function Comparison({ viewer, session, logs: { ours, theirs }, isOpening, ...on }: ComparisonProps) {
  const { supersetDomain, canExpire, isOver } = session
  const faults = useFaults((text) => {
    for (const log of [ours, theirs]) log.note('quiet', text)
  })
  const theirFrame = useRef<HTMLDivElement>(null)
  const [ourStatus, logOurs] = useGuestpassStatus(ours)
  const theirStatus = useSdkStatus(theirFrame, theirs)
  const areShown = ourStatus.tone === 'good' && theirStatus.tone === 'good'
  useOpening(isOpening, areShown, () => play('reload'))

  function play(fault: FaultName): void {
    on.onOpened()
    faults.play(fault)
  }

  function startOver(): void {
    faults.mend()
    on.onStartOver()
  }

  return (
    <div className="comparison">
      {isOver && <EndedBanner viewer={viewer} onSignIn={startOver} />}
      <div className="cards">
        <DashboardCard title="With guestpass" subtitle="One component." status={ourStatus} log={ours}>
          <GuestpassProvider viewer={viewer.id} fetch={ours.fetch} log={logOurs}>
            <WithGuestpass onSessionEnded={on.onSessionEnded} />
          </GuestpassProvider>
        </DashboardCard>
        <DashboardCard
          title="Without it"
          subtitle="The official SDK, used as in its README."
          status={theirStatus}
          log={theirs}
          frameRef={theirFrame}
        >
          <WithSdk
            id={sales.embedId}
            title={sales.title}
            supersetDomain={supersetDomain}
            fetch={theirs.fetch}
          />
        </DashboardCard>
      </div>
      <p className="outcome" role="status">
        {outcomeOf(faults) ?? (isOpening ? BEFORE_OPENING : NOTHING_BROKEN)}
      </p>
      <BothCodes />
      <div className="cards">
        <TokenEvents title="With guestpass" log={ours} />
        <TokenEvents title="Without it" log={theirs} />
      </div>
      <FaultsBar faults={faults} canExpire={canExpire} onPlay={play} onStartOver={startOver} />
    </div>
  )
}

function EndedBanner({ viewer, onSignIn }: { readonly viewer: Person; onSignIn(): void }) {
  return (
    <p className="banner" role="alert">
      Your session has ended.{' '}
      <button type="button" onClick={onSignIn}>
        Sign in again as {viewer.name}
      </button>
    </p>
  )
}

function BothCodes() {
  return (
    <div className="cards">
      <CodeSample title="With guestpass" file="with-guestpass.tsx" code={guestpassCode} />
      <CodeSample title="Without it" file="with-sdk.tsx" code={sdkCode} />
    </div>
  )
}
