import type { EmbedView } from '../client/embed-view'
import type { DashboardDescriptor } from '../core/descriptor'
import type { EmbedHandle } from '../platforms/dashboard'
import { useAttachedElement } from './use-attached-element'
import { useElementWarning } from './use-element-warning'
import { type UseEmbedOptions, useEmbedIn } from './use-embed-in'

/** A dashboard in the app's own layout. `state === 'failed'` narrows `error`. */
export type UseEmbed = EmbedHandle &
  EmbedView & {
    /** The ref of the element that the dashboard is drawn into. The element may come late, and may be replaced. */
    readonly ref: (element: HTMLElement | null) => void
    /** Whether the viewer waits: the dashboard is not ready, and no error has occurred. */
    readonly isLoading: boolean
  }

/**
 * Embeds a dashboard into an element of your own for as long as the component is mounted.
 *
 * @example
 * const { ref, isLoading, getActiveTabs } = useEmbed({ id })
 * return <div ref={ref} style={{ height: 600 }} />
 */
export function useEmbed<Dashboard extends DashboardDescriptor | undefined = undefined>(
  options: UseEmbedOptions<Dashboard>,
): UseEmbed {
  const [element, ref] = useAttachedElement()
  const { view, handle } = useEmbedIn(element, options)
  useElementWarning(element, options)
  return { ...handle, ...view, ref, isLoading: view.state !== 'ready' && !view.error }
}
