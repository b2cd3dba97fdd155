import { type ReactNode, useSyncExternalStore } from 'react'
import { readViewAs, viewAsCookie, viewerAs } from '../view-as-cookie'

/** What `<ViewAs>` takes. */
export interface ViewAsProps {
  /** The names of the profiles that `viewAs` has on the server. */
  readonly profiles: readonly string[]
  /** The signed-in viewer, as the provider gets it. */
  readonly viewer: string
  /** What the choice is called. @default 'View as' */
  readonly label?: string
  /** Renders the app. `viewer` is for the provider: with another viewer, every dashboard starts again. */
  readonly children: (viewer: string) => ReactNode
}

/**
 * For development: a choice of profiles above the app. It stays through a reload, and ends with the browser.
 *
 * @example
 * <ViewAs profiles={['Acme', 'Globex']} viewer={user.id}>
 *   {(viewer) => <GuestpassProvider viewer={viewer}>…</GuestpassProvider>}
 * </ViewAs>
 */
export function ViewAs({ profiles, viewer, label = 'View as', children }: ViewAsProps) {
  const cookies = useSyncExternalStore(listen, () => document.cookie, noCookies)
  const chosen = readViewAs(cookies)
  // The server refuses a profile that was removed, until another profile is chosen. So the removed name stays in the list.
  const names = chosen === undefined || profiles.includes(chosen) ? profiles : [...profiles, chosen]
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

/** The cookie first: a dashboard that mounts again requests a token in the same commit. */
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
