import type { DashboardDescriptor } from './descriptor'
import { ownProperties } from './own-properties'

/** How options name a dashboard: by its embed id, or by its descriptor. */
export interface DashboardChoice {
  readonly id?: string | undefined
  readonly dashboard?: DashboardDescriptor | undefined
}

/** The embed id of the chosen dashboard: the descriptor's, otherwise `id`, otherwise an empty text. */
export function embedIdOf({ id = '', dashboard }: DashboardChoice): string {
  const { embedId } = ownProperties(dashboard)
  return typeof embedId === 'string' ? embedId : id
}
