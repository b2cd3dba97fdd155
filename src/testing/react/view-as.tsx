import { type ReactNode, useSyncExternalStore } from 'react'
import { readViewAs, viewAsCookie, viewerAs } from '../view-as-cookie'

/** The props of `<ViewAs>`. */
export interface ViewAsProps {
  /** The names of the profiles that `viewAs` has on the server. */
  readonly profiles: readonly string[]
  /** The key of the signed-in viewer, as it is passed to the provider. */
  readonly viewer: string
  /** The label of the list. @default 'View as' */
  readonly label?: string
  /** Renders the app. Pass `viewer` to the provider: after another choice, every dashboard starts again as another viewer. */
  readonly children: (viewer: string) => ReactNode
}

/**
 * For development: a list above the app, in which a developer chooses a profile. A cookie keeps the choice until the browser
 * closes.
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

/** Sets the cookie first, because a dashboard that mounts again requests its token in the same commit. */
function choose(name: string | undefined): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and some browsers lack it.
  document.cookie = viewAsCookie(name)
  for (const listener of listeners) listener()
}

const listeners = new Set<() => void>()

/** Reads the cookie again on focus, because another tab may have chosen another profile. */
function listen(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('focus', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('focus', listener)
  }
}

/** On a server, and until React has hydrated the page. */
function noCookies(): string {
  return ''
}
