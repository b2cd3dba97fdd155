import { type ReactNode, useSyncExternalStore } from 'react'
import { readViewAs, viewAsCookie, viewerAs } from '../view-as-cookie'

/** What `<ViewAs>` takes. */
export interface ViewAsProps {
  /** The names of the presets that `viewAs` has on the server. */
  readonly presets: readonly string[]
  /** Who is signed in, as the provider is told it. */
  readonly viewer: string
  /** What the choice is called. @default 'View as' */
  readonly label?: string
  /** The app, given the viewer for its provider: with another one, every dashboard starts anew. */
  readonly children: (viewer: string) => ReactNode
}

/**
 * For development: a choice of presets above the app. It stays through a reload, and ends with the browser.
 *
 * @example
 * <ViewAs presets={['Acme', 'Globex']} viewer={user.id}>
 *   {(viewer) => <GuestpassProvider viewer={viewer}>…</GuestpassProvider>}
 * </ViewAs>
 */
export function ViewAs({ presets, viewer, label = 'View as', children }: ViewAsProps) {
  const cookies = useSyncExternalStore(listen, () => document.cookie, noCookies)
  const chosen = readViewAs(cookies)
  // A preset that has gone is still what the server is asked for, and refuses: it is shown until another is chosen.
  const names = chosen === undefined || presets.includes(chosen) ? presets : [...presets, chosen]
  return (
    <>
      <label>
        {label}{' '}
        <select value={chosen ?? ''} onChange={({ target }) => choose(target.value || undefined)}>
          <option value="">Yourself</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {children(viewerAs(viewer, chosen))}
    </>
  )
}

/** The cookie first: who mounts anew asks for a token in the same commit. */
function choose(name: string | undefined): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and not everywhere.
  document.cookie = viewAsCookie(name)
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()

/** Another tab may have chosen in between. */
function listen(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('focus', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('focus', listener)
  }
}

/** While a server renders, and until the page has taken over. */
function noCookies(): string {
  return ''
}
