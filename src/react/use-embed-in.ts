import { useEffect, useMemo, useRef, useState } from 'react'
import { createEmbed, type EmbedOptions, firstView } from '../client/create-embed'
import type { Loading } from '../client/embed-driver'
import type { EmbedView } from '../client/embed-view'
import { logWarning } from '../client/report'
import { sharedTokenSource } from '../client/shared-token-source'
import type { TokenRoute } from '../client/token-route'
import { GuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import { type PlatformOptions, platformsOf } from '../platforms/platforms'
import { type SupersetCalls, supersetCalls } from '../platforms/superset/calls'
import type { ObservedDataMask, ScrollSize } from '../platforms/superset/types'
import { useEffectBeforePaint } from './before-paint'
import { useInherited } from './provider'

/** The options of `useEmbed`. Only `id` is required. Options of Superset and of Embeddable do not go together. */
export type UseEmbedOptions = CommonEmbedOptions & PlatformOptions

/** The options of every dashboard, whichever system it belongs to. */
export interface CommonEmbedOptions extends EmbedOptions<ObservedDataMask>, TokenRoute {
  /** The embed id, as the system shows it. In Superset it is in the dialog "Embed dashboard". */
  readonly id: string
  /** The accessible name of the frame. @default 'Embedded dashboard' */
  readonly title?: string | undefined
  /** `'lazy'` loads nothing until the element is near the viewport. @default 'eager' */
  readonly loading?: Loading | undefined
}

/** What an app can do with an embedded dashboard: the component's `ref`, and a part of what `useEmbed` returns. */
export interface EmbedHandle extends SupersetCalls {
  /** Calls back whenever filters change, until the returned function is called. Superset 6.0 and later. */
  observeDataMask(callback: (dataMask: ObservedDataMask) => void): () => void
  /** Calls back whenever the content has another size, until the returned function is called. */
  observeScrollSize(callback: (size: ScrollSize) => void): () => void
  /** Starts the dashboard again after an error. */
  retry(): void
}

export interface EmbedInElement {
  readonly view: EmbedView
  /** The same object for the component's whole life. */
  readonly handle: EmbedHandle
}

/** Embeds a dashboard into `element` for as long as the component is mounted. Another element is another embed. */
export function useEmbedIn(element: HTMLElement | null, given: UseEmbedOptions): EmbedInElement {
  const options = ownProperties(given)
  const route = useInherited(options)
  const [view, setView] = useState<EmbedView>(() => firstView(options.loading))
  const resolved = ownProperties({ ...options, log: route.log })
  const latest = useRef(resolved)
  useEffectBeforePaint(() => {
    latest.current = resolved
  })
  const [embed] = useState(() => {
    const readOptions = () => latest.current
    return createEmbed<ObservedDataMask>({
      platforms: platformsOf(readOptions),
      options: readOptions,
      onView: setView,
    })
  })

  const { id, loading } = options
  const { supersetDomain: domain } = route
  const startOptions = JSON.stringify(valuesOf(options, START_OPTIONS))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are compared by their values
  const target = useMemo(
    () => element && { id, mountPoint: element, domain, loading, tokens: sharedTokenSource(route) },
    [element, id, domain, loading, route, startOptions],
  )

  // React runs the clean-up, and later the effect, when <Suspense> hides the component: the same target then stays.
  useEffectBeforePaint(() => {
    if (!target) return embed.unmount()
    embed.mount(target)
    return embed.hide
  }, [embed, target])
  // This clean-up does not run when <Suspense> hides the component. It runs for <Activity>, in StrictMode and at the end.
  useEffect(() => (target ? () => embed.unmount(target) : undefined), [embed, target])

  const liveOptions = JSON.stringify(valuesOf(options, LIVE_OPTIONS))
  useEffectBeforePaint(() => embed.update(), [embed, liveOptions])

  useEffect(() => (element ? undefined : warnWithoutElement(() => latest.current)), [element])

  const [handle] = useState<EmbedHandle>(() => ({
    ...supersetCalls(embed.call),
    observeDataMask: embed.observeDataMask,
    observeScrollSize: embed.observeScrollSize,
    retry: embed.retry,
  }))
  return { view, handle }
}

/** Options that a living page cannot take over: another value starts the dashboard again. */
const START_OPTIONS = [
  'dashboardUiConfig',
  'iframeSandboxExtras',
  'iframeAllowExtras',
  'referrerPolicy',
  'credentialless',
  'locale',
] as const

/** Options that a living page takes over. */
const LIVE_OPTIONS = [
  'title',
  'themeMode',
  'themeConfig',
  'nativeFilters',
  'variables',
  'clientContext',
  'height',
] as const

/** Literal objects are new at every render, so options are compared by their values. */
function valuesOf(options: UseEmbedOptions, names: readonly (keyof UseEmbedOptions)[]) {
  return names.map((name) => options[name])
}

const WITHOUT_ELEMENT_MS = 5_000

function warnWithoutElement(options: () => UseEmbedOptions): () => void {
  const timer = setTimeout(
    () =>
      (options().onWarning ?? logWarning)(
        new GuestpassError('option-invalid', 'useEmbed has no element. Put its `ref` on an element.'),
      ),
    WITHOUT_ELEMENT_MS,
  )
  return () => clearTimeout(timer)
}
