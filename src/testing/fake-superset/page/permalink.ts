/** Links that open the dashboard in the state in which a viewer left it. */

import { decode } from 'rison'
import type { DashboardState } from './dashboard'

/** The states that permalinks open, by the keys in their addresses. */
export type Permalinks = Map<string, Partial<DashboardState>>

/**
 * Stores the state, and returns a link to it: the app's link, or Superset's when the app has none.
 *
 * @param address the address of the embedded page
 * @param resolveUrl requests the app's link. It rejects when the app has no such method.
 */
export async function createPermalink(
  state: DashboardState,
  permalinks: Permalinks,
  address: URL,
  resolveUrl: (key: string) => Promise<unknown>,
): Promise<string> {
  const key = Math.random().toString(36).slice(2)
  permalinks.set(key, state)
  const link = await resolveUrl(key).catch(() => null)
  return typeof link === 'string'
    ? link
    : address.href.replace(/embedded\/.*/, `superset/dashboard/p/${key}/`)
}

/** The state that the page's address asks for. Filters that are not rison are ignored, and an unknown key too. */
export function readState({ hash, searchParams }: URL, permalinks: Permalinks): Partial<DashboardState> {
  const activeTabs = hash ? { activeTabs: [hash.slice(1)] } : {}
  const key = searchParams.get('permalink_key')
  if (key) return { ...permalinks.get(key), ...activeTabs }
  try {
    return { dataMask: decode(searchParams.get('native_filters') ?? '()'), ...activeTabs }
  } catch {
    return activeTabs
  }
}
