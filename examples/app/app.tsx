import { useState } from 'react'
import { Hero } from './hero'
import { Stage } from './stage'
import { createTokenLog, type Logs } from './token-log'
import { FIRST_VIEWER, useSession } from './use-session'

export function App() {
  const { session, signIn, signOut, reload } = useSession()
  const [round, setRound] = useState(0)
  // An address that names a viewer is a link to a dashboard, where nothing breaks by itself.
  const [isOpening, setOpening] = useState(FIRST_VIEWER === null)
  const [logs] = useState(() => new Map<string, Logs>())
  if (!session) return null
  const { viewer } = session

  // Beginning again does not undo what has happened.
  function logsOf(id: string): Logs {
    const known = logs.get(id) ?? {
      ours: createTokenLog(),
      theirs: createTokenLog(),
      embeddable: createTokenLog(),
    }
    logs.set(id, known)
    return known
  }

  async function startOver(): Promise<void> {
    if (viewer && session?.isOver) await signIn(viewer.id)
    setRound(round + 1)
  }

  function choose(id: string): void {
    setOpening(false)
    void signIn(id)
  }

  return (
    <>
      <Hero session={session} onSignIn={choose} onSignOut={signOut} />
      <main>
        {viewer ? (
          <Stage
            key={`${viewer.id} ${round}`}
            viewer={viewer}
            session={session}
            logs={logsOf(viewer.id)}
            isOpening={isOpening}
            onOpened={() => setOpening(false)}
            onSessionEnded={reload}
            onStartOver={startOver}
          />
        ) : (
          <section className="signed-out">
            <h2>Nobody is signed in</h2>
            <p className="soft">Choose a person above: each sees the same dashboard over their own rows.</p>
          </section>
        )}
      </main>
      <footer>
        <p className="soft">
          The token goes from your server to the page, and from there to Superset’s own origin. It is in no
          storage, no address and no log.
        </p>
      </footer>
    </>
  )
}
