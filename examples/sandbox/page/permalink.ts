/** Links to a dashboard as a viewer left it. */

import { call } from './api'
import type { ChartStates } from './chart-states'
import type { DataMask } from './data-mask'
import { DASHBOARD_ID, has } from './document'

/** What such a link keeps. */
export interface DashboardState {
  readonly dataMask: DataMask
  readonly activeTabs: readonly string[]
  readonly chartStates: ChartStates
}

/** @param ask requests an address from the host. The viewer waits until the host answers. */
export async function permalinkTo(
  state: Partial<DashboardState>,
  args: unknown,
  ask: (method: string, args: unknown) => Promise<unknown>,
): Promise<string> {
  const { anchor } = Object(args) as { readonly anchor?: unknown }
  const { key } = await call<{ readonly key: string }>(`/api/v1/dashboard/${DASHBOARD_ID}/permalink`, {
    ...state,
    anchor,
  })
  const hostUrl = has('6.1') && (await ask('resolvePermalinkUrl', { key }).catch(() => null))
  return typeof hostUrl === 'string' ? hostUrl : `${location.origin}/superset/dashboard/p/${key}/`
}

export async function restoreFrom(key: string): Promise<Partial<DashboardState>> {
  const path = `/api/v1/dashboard/permalink/${encodeURIComponent(key)}`
  return call<{ readonly state: DashboardState }>(path).then(
    ({ state }) => state,
    () => ({}),
  )
}
