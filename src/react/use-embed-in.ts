import { useEffect, useMemo, useRef, useState } from 'react'
import { createEmbed, firstView } from '../client/create-embed'
import type { EmbedView } from '../client/embed-view'
import { sharedTokenSource } from '../client/shared-token-source'
import type { DashboardDescriptor } from '../core/descriptor'
import { embedIdOf } from '../core/embed-id'
import { ownProperties } from '../core/own-properties'
import {
  type AnyEmbedOptions,
  type CommonEmbedOptions,
  type EmbedHandle,
  handleOf,
} from '../platforms/dashboard'
import { liveTextOf, startTextOf } from '../platforms/option-changes'
import { type PlatformOptions, platformsOf } from '../platforms/platforms'
import type { ObservedDataMask } from '../platforms/superset/types'
import { useEffectBeforePaint } from './before-paint'
import { useInherited } from './provider'

/**
 * The options of `useEmbed`. Only the dashboard is required: an `id`, or a `dashboard` that `npx guestpass generate` wrote.
 * Options of Superset and of Embeddable do not go together.
 */
export type UseEmbedOptions<Dashboard extends DashboardDescriptor | undefined = undefined> =
  CommonEmbedOptions & PlatformOptions<Dashboard>

export interface EmbedInElement {
  /** The embed id of the dashboard. */
  readonly id: string
  readonly view: EmbedView
  /** The same object for the component's whole life. */
  readonly handle: EmbedHandle
}

/** Embeds a dashboard into `element` for as long as the component is mounted. Another element is another embed. */
export function useEmbedIn(element: HTMLElement | null, given: AnyEmbedOptions): EmbedInElement {
  const options = ownProperties(given)
  const route = useInherited(options)
  const [view, setView] = useState<EmbedView>(() => firstView(options.loading))
  const resolved = ownProperties({ ...options, ...route })
  const latest = useRef(resolved)
  useEffectBeforePaint(() => {
    latest.current = resolved
  })
  const [embed] = useState(() =>
    createEmbed<ObservedDataMask>({
      platforms: platformsOf,
      options: () => latest.current,
      onView: setView,
    }),
  )

  const id = embedIdOf(options)
  const { loading, supersetDomain: domain } = resolved
  const startText = startTextOf(options)
  const tokens = useMemo(() => element && sharedTokenSource(route), [element, route])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are compared by their values
  const target = useMemo(
    () => element && tokens && { id, mountPoint: element, domain, loading, tokens },
    [element, id, domain, loading, tokens, startText],
  )

  // React runs the clean-up, and later the effect, when <Suspense> hides the component: the same target then stays. The clean-up
  // runs before React removes the element, and only from there a dashboard can move alive.
  useEffectBeforePaint(() => {
    if (!target) return embed.unmount()
    embed.mount(target)
    return embed.hide
  }, [embed, target])
  // This clean-up does not run when <Suspense> hides the component. It runs for <Activity>, in StrictMode and at the end. A
  // dashboard that has moved away stays as it is.
  useEffect(() => (target ? () => embed.unmount(target) : undefined), [embed, target])

  const liveText = liveTextOf(options)
  useEffectBeforePaint(() => embed.update(), [embed, liveText])

  const [handle] = useState(() => handleOf(embed))
  return { id, view, handle }
}
