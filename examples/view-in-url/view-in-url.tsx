import { type DashboardView, EmbeddedDashboard } from 'guestpass'
import { useCallback, useSyncExternalStore } from 'react'

/** A dashboard whose tab and filters are in the page's address, so that a link or a reload finds them as they were. */
export function ViewInUrl({ id }: { readonly id: string }) {
  const [view, setView] = useViewInUrl('view')
  return <EmbeddedDashboard id={id} view={view} onViewChange={setView} />
}

function useViewInUrl(name: string): readonly [DashboardView, (view: DashboardView) => void] {
  const read = () => new URLSearchParams(location.search).get(name) ?? ''
  // A server does not know the viewer's part of the address.
  const text = useSyncExternalStore(onAddress, read, () => '')
  const setView = useCallback(
    (view: DashboardView) => {
      const url = new URL(location.href)
      url.searchParams.set(name, textOf(view))
      // Servers refuse long addresses. The address keeps the view before.
      if (url.href.length > MAX_BYTES) return
      // Another tab is not another page: Back leaves the dashboard.
      history.replaceState(null, '', url)
    },
    [name],
  )
  return [viewOf(text), setView]
}

const MAX_BYTES = 4_000
const PREFIX = 'NATIVE_FILTER-'

/** `tab~filter~value~filter~value`. A filter that the viewer cleared has the value `null`, which is not its default. */
function textOf({ tab = '', filters = {} }: DashboardView): string {
  const parts = Object.entries(filters).flatMap(([id, value]) => [
    id.slice(PREFIX.length),
    JSON.stringify(value).replaceAll('~', '\\u007e'),
  ])
  return [tab, ...parts].join('~')
}

/** Anybody can write an address. guestpass leaves out what no dashboard can have reported. */
function viewOf(text: string): DashboardView {
  const [tab, ...parts] = text.split('~')
  const filters: Record<string, unknown> = {}
  for (let index = 0; index + 1 < parts.length; index += 2) {
    try {
      filters[PREFIX + parts[index]] = JSON.parse(parts[index + 1] ?? '')
    } catch {}
  }
  return { ...(tab && { tab }), filters: filters as DashboardView['filters'] }
}

function onAddress(callback: () => void): () => void {
  addEventListener('popstate', callback)
  return () => removeEventListener('popstate', callback)
}
