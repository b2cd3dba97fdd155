import { EmbeddedDashboard, GuestpassProvider } from 'guestpass'
import { useState } from 'react'
import { Header } from './header'
import { createMintLog } from './mint-log'
import { TokenPanel } from './token-panel'
import { useSession } from './use-session'

export function App() {
  const { session, signIn, signOut, reload } = useSession()
  const viewer = session?.viewer
  // For the panel alone, which shows what a page usually need not know.
  const [mintLog] = useState(createMintLog)
  if (!session) return null

  return (
    <>
      <Header session={session} onSignIn={signIn} onSignOut={signOut} />
      {viewer ? (
        <GuestpassProvider viewer={viewer.id} fetch={mintLog.fetch}>
          <main>
            <EmbeddedDashboard
              id={session.dashboard.id}
              iframeTitle={session.dashboard.title}
              dashboardUiConfig={UI}
              className="dashboard"
              height="100%"
              onSessionEnded={reload}
            />
          </main>
          <TokenPanel id={session.dashboard.id} viewer={viewer.id} log={mintLog} />
        </GuestpassProvider>
      ) : (
        <main className="signed-out">
          <h2>You are signed out</h2>
          <p>Choose a person above: each sees the same dashboard over their own rows.</p>
        </main>
      )}
    </>
  )
}

/** Light or dark, as this page. */
const UI = { urlParams: { themeMode: 'system' } }
