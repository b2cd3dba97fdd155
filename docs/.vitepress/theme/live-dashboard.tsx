import { EmbeddedDashboard, GuestpassProvider, type LogEvent } from 'guestpass'
import { createFakeSuperset, type FakeSuperset } from 'guestpass/testing'
import { useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import '../../../src/react/styles.css'

/** Shows a dashboard of a Superset in the page itself. Returns the function that removes it. */
export function showLiveDashboard(place: HTMLElement): () => void {
  const superset = createFakeSuperset({ rowsOf: (viewer) => (viewer === 'bob' ? ['USA'] : 'all-rows') })
  const root = createRoot(place)
  root.render(<LiveDashboard superset={superset} />)
  return () => {
    root.unmount()
    superset.stop()
  }
}

/** The id of the sample. The stand-in has a dashboard for every id. */
const ID = '7d25f551-9c5a-4d1e-8f0e-2f6f0d5b7b0a'

const VIEWERS = { ana: 'Ana: all rows', bob: 'Bob: only the USA' } as const

/** The component of the sample beside it, and what a visitor can do to it. */
function LiveDashboard({ superset }: { readonly superset: FakeSuperset }) {
  const [viewer, setViewer] = useState<keyof typeof VIEWERS>('ana')
  const [events, setEvents] = useState<readonly LogEvent[]>([])
  const isDark = useSyncExternalStore(onThemeChange, () => ROOT.classList.contains('dark'))
  const log = (event: LogEvent) => {
    if (SENTENCES[event.event]) setEvents((before) => [event, ...before].slice(0, 4))
  }
  return (
    <>
      <div className="live-frame" style={{ colorScheme: isDark ? 'dark' : 'light' }}>
        <GuestpassProvider
          viewer={viewer}
          tokenUrl={superset.tokenUrl}
          fetch={superset.route.fetch}
          log={log}
        >
          <EmbeddedDashboard id={ID} height={440} themeMode={isDark ? 'dark' : 'default'} />
        </GuestpassProvider>
      </div>
      <div className="live-buttons">
        {(Object.keys(VIEWERS) as (keyof typeof VIEWERS)[]).map((name) => (
          <button key={name} type="button" aria-pressed={name === viewer} onClick={() => setViewer(name)}>
            {VIEWERS[name]}
          </button>
        ))}
        <button type="button" onClick={() => superset.dashboard(ID).reload()}>
          Reload the frame
        </button>
      </div>
      <ol className="live-log" aria-label="What happened last">
        {events.map((event) => (
          <li key={event.atMs}>{SENTENCES[event.event]}</li>
        ))}
      </ol>
    </>
  )
}

const SENTENCES: Readonly<Record<string, string>> = {
  token: 'The token route returned a token for this viewer.',
  lost: 'The frame lost its document, and its token with it.',
  connected: 'The embedded page received the token.',
  ready: 'The dashboard shows its rows.',
}

const ROOT = document.documentElement

/** VitePress sets the class `dark`. */
function onThemeChange(report: () => void): () => void {
  const observer = new MutationObserver(report)
  observer.observe(ROOT, { attributeFilter: ['class'] })
  return () => observer.disconnect()
}
