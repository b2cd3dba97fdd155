import { type DashboardView, EmbeddedDashboard, formatView, parseView } from 'guestpass'
import { useCallback, useSyncExternalStore } from 'react'

/**
 * A dashboard whose tab and filters are in the page's address. A reload, a bookmark, and a link from `share()` open it as it
 * was.
 */
export function ViewInUrl({ id }: { readonly id: string }) {
  const [view, setView] = useViewInUrl('view')
  return <EmbeddedDashboard id={id} view={view} onViewChange={setView} />
}

function useViewInUrl(parameter: string): readonly [DashboardView, (view: DashboardView) => void] {
  const read = () => new URLSearchParams(location.search).get(parameter) ?? ''
  // A server does not know the viewer's part of the address.
  const text = useSyncExternalStore(onAddress, read, () => '')
  const setView = useCallback(
    (view: DashboardView) => {
      const url = new URL(location.href)
      url.searchParams.set(parameter, formatView(view))
      // Servers refuse long addresses. The address keeps the view before.
      if (url.href.length > MAX_BYTES) return
      // Another tab is not another page: Back leaves the dashboard.
      history.replaceState(null, '', url)
    },
    [parameter],
  )
  return [parseView(text), setView]
}

const MAX_BYTES = 4_000

function onAddress(callback: () => void): () => void {
  addEventListener('popstate', callback)
  return () => removeEventListener('popstate', callback)
}
