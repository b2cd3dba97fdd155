import type { EmbedView } from '../client/attach'
import { type Attached, type EmbedHandle, type UseEmbedOptions, useAttached } from './use-attached'

/** A dashboard in the app's own layout. */
export interface UseEmbed extends EmbedHandle {
  /** Goes to the element that the dashboard is drawn into. */
  readonly ref: Attached['ref']
  /** What `data-state` would say. */
  readonly state: EmbedView['name']
  /** Why there is no dashboard, while there is none. */
  readonly error: EmbedView['error']
}

/**
 * Embeds a dashboard into an element of your own for as long as the component is mounted.
 *
 * @example
 * const { ref, state, getActiveTabs } = useEmbed({ id })
 * return <div ref={ref} style={{ height: 600 }} />
 */
export function useEmbed(options: UseEmbedOptions): UseEmbed {
  const { ref, view, handle } = useAttached(options)
  return { ...handle, ref, state: view.name, error: view.error }
}
