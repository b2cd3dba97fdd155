import { type RefObject, useRef, useState } from 'react'
import { attach, type Embed, type EmbedView } from '../client/attach'
import { createReport, type EmbedCallbacks } from '../client/report'
import { sharedTokenSource } from '../client/shared-token-source'
import { INITIAL_EMBED_STATE } from '../core/embed-machine'
import { type SupersetOptions, superset } from '../platforms/superset/superset'
import { useEffectBeforePaint } from './before-paint'
import { useTokenRoute } from './provider'

export interface UseEmbedOptions extends SupersetOptions, EmbedCallbacks {
  /** The embed id Superset shows in the dashboard's "Embed dashboard" dialog. */
  readonly id: string
  /** Superset's address; may carry a path. @default what the token route says */
  readonly supersetDomain?: string | undefined
}

/** Embeds a dashboard into the element of `mountPoint` for as long as the component is mounted. */
export function useEmbed(
  mountPoint: RefObject<HTMLElement | null>,
  options: UseEmbedOptions,
): { readonly view: EmbedView; retry(): void } {
  const route = useTokenRoute()
  const { id, supersetDomain, dashboardUiConfig, iframeTitle, credentialless } = options
  const [view, setView] = useState<EmbedView>(INITIAL_EMBED_STATE)
  const embed = useRef<Embed>(undefined)
  const callbacks = useRef<EmbedCallbacks>(options)
  // Literal objects are new on every render: what they say is compared, not who they are.
  const uiConfig = JSON.stringify(dashboardUiConfig)

  useEffectBeforePaint(() => {
    callbacks.current = options
  })
  useEffectBeforePaint(() => {
    if (!mountPoint.current) return
    setView(INITIAL_EMBED_STATE)
    const report = createReport(() => callbacks.current)
    const one = attach({
      id,
      mountPoint: mountPoint.current,
      domain: supersetDomain,
      platform: superset({
        dashboardUiConfig: uiConfig && JSON.parse(uiConfig),
        iframeTitle,
        credentialless,
      }),
      source: sharedTokenSource(route),
      onChange(next) {
        if (next.name === 'detached') return
        setView(next)
        report(next)
      },
    })
    embed.current = one
    return one.detach
  }, [mountPoint, id, supersetDomain, uiConfig, iframeTitle, credentialless, route])

  return { view, retry: () => embed.current?.retry() }
}
