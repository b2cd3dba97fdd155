import { EmbeddedDashboard, type NativeFilterValues } from 'guestpass'
import { useCallback, useSyncExternalStore } from 'react'

/** A dashboard whose native filters are in the page's address, so that a link or a reload finds them as they were. */
export function FiltersInUrl({ id }: { readonly id: string }) {
  const [filters, setFilters] = useFiltersInUrl('filters')
  return <EmbeddedDashboard id={id} nativeFilters={filters} onNativeFiltersChange={setFilters} />
}

function useFiltersInUrl(name: string) {
  const said = useSyncExternalStore(onAddress, () => new URLSearchParams(location.search).get(name) ?? '{}')
  const setFilters = useCallback(
    (filters: NativeFilterValues) => {
      const url = new URL(location.href)
      url.searchParams.set(name, JSON.stringify(filters))
      // A filter is no page of its own: Back leaves the dashboard.
      history.replaceState(null, '', url)
    },
    [name],
  )
  return [parse(said), setFilters] as const
}

function onAddress(callback: () => void): () => void {
  addEventListener('popstate', callback)
  return () => removeEventListener('popstate', callback)
}

/** Anybody can write an address; Superset ignores the values it does not know. */
function parse(text: string): NativeFilterValues {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as NativeFilterValues) : {}
  } catch {
    return {}
  }
}
