import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'
import { attach, type Embed, type EmbedView, type Loading } from '../client/attach'
import { createReport, type EmbedCallbacks } from '../client/report'
import { sharedTokenSource } from '../client/shared-token-source'
import { INITIAL_EMBED_STATE } from '../core/embed-machine'
import { GuestpassError } from '../core/errors'
import type { ChannelNews } from '../core/platform'
import type { EmbeddableOptions } from '../platforms/embeddable/types'
import { platformsOf } from '../platforms/platforms'
import { type SupersetCalls, supersetCalls } from '../platforms/superset/calls'
import type { SupersetOptions } from '../platforms/superset/superset'
import type { ObservedDataMask, ScrollSize } from '../platforms/superset/types'
import { useEffectBeforePaint } from './before-paint'
import { useTokenRoute } from './provider'

/** What `useEmbed` takes: all of it but `id` may be left out. */
export interface UseEmbedOptions extends SupersetOptions, EmbeddableOptions, EmbedCallbacks {
  /** The embed id Superset shows in the dashboard's "Embed dashboard" dialog. */
  readonly id: string
  /** Superset's address; may carry a path. @default what the provider or the token route says */
  readonly supersetDomain?: string | undefined
  /** `'content'` makes the element as high as the dashboard; anything else leaves its height alone. */
  readonly height?: number | string | undefined
  /** `'lazy'` loads nothing until the element is near the viewport. @default 'eager' */
  readonly loading?: Loading | undefined
}

/** What can be asked of an embedded dashboard, by the component's `ref` and by `useEmbed`. */
export interface EmbedHandle extends SupersetCalls {
  /** Calls back whenever filters change, until the returned function is called. 6.0 and later. */
  observeDataMask(callback: (dataMask: ObservedDataMask) => void): () => void
  /** Calls back whenever the content has another size, until the returned function is called. */
  observeScrollSize(callback: (size: ScrollSize) => void): () => void
  /** Starts the dashboard again after an error. */
  retry(): void
}

export interface Attached {
  /** Goes to the element that the dashboard is drawn into. */
  readonly ref: RefObject<HTMLDivElement | null>
  readonly view: EmbedView
  /** The same for the component's whole life. */
  readonly handle: EmbedHandle
}

/** Embeds a dashboard into the element of `ref` for as long as the component is mounted. */
export function useAttached(options: UseEmbedOptions): Attached {
  const route = useTokenRoute()
  const ref = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<EmbedView>(INITIAL_EMBED_STATE)
  const embed = useRef<Embed>(undefined)
  const latest = useRef(options)
  const [observers] = useState(() => ({
    masks: new Set<(mask: ObservedDataMask) => void>(),
    sizes: new Set<(size: ScrollSize) => void>(),
  }))

  const { id, supersetDomain = route.supersetDomain, loading, height } = options
  // Literal objects are new on every render: what they say is compared, not who they are.
  const remounting = JSON.stringify([
    options.dashboardUiConfig,
    options.iframeSandboxExtras,
    options.iframeAllowExtras,
    options.referrerPolicy,
    options.credentialless,
    options.locale,
  ])
  const hot = JSON.stringify([
    options.iframeTitle,
    options.themeMode,
    options.themeConfig,
    options.nativeFilters,
    options.variables,
    options.clientContext,
    height === 'content',
  ])

  useEffectBeforePaint(() => {
    latest.current = options
  })

  useEffectBeforePaint(() => {
    if (!ref.current) return
    setView(INITIAL_EMBED_STATE)
    const report = createReport(() => latest.current)
    const one = attach({
      id,
      mountPoint: ref.current,
      domain: supersetDomain,
      loading,
      sizing: () =>
        latest.current.height === 'content' ? 'fitted' : observers.sizes.size > 0 ? 'watched' : 'none',
      platforms: platformsOf(() => latest.current),
      source: sharedTokenSource(route),
      onNews(news: ChannelNews) {
        if (news.type === 'warning') latest.current.onError?.(news.error)
        else if (news.type === 'size') for (const observe of observers.sizes) observe(news.size)
        else if (news.method === 'observeDataMask') {
          for (const observe of observers.masks) observe(news.args as ObservedDataMask)
        }
      },
      onChange(next) {
        if (next.name === 'detached') return
        setView(next)
        report(next)
      },
    })
    embed.current = one
    return () => {
      embed.current = undefined
      one.detach()
    }
  }, [id, supersetDomain, loading, remounting, route, observers])

  useEffectBeforePaint(() => embed.current?.update(), [hot])

  const observe = useCallback(<T>(all: Set<T>, callback: T) => {
    all.add(callback)
    embed.current?.update()
    return () => void all.delete(callback)
  }, [])

  const handle = useMemo<EmbedHandle>(
    () => ({
      ...supersetCalls(async (method, args, signal) => {
        if (!embed.current) throw new GuestpassError('unmounted', `${method}: no dashboard is mounted.`)
        return embed.current.call(method, args, signal)
      }),
      observeDataMask: (callback) => observe(observers.masks, callback),
      observeScrollSize: (callback) => observe(observers.sizes, callback),
      retry: () => embed.current?.retry(),
    }),
    [observe, observers],
  )
  return { ref, view, handle }
}
