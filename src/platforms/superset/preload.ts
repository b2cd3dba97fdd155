import { createViewMemory } from '../../client/kept-views'
import { sharedTokenSource } from '../../client/shared-token-source'
import type { TokenRoute } from '../../client/token-route'
import { ownProperties } from '../../core/own-properties'
import { keptAfter } from '../../core/view'
import { embedUrl } from './embed-url'
import { loadPageCode } from './load-page-code'
import { pageUrl } from './page-url'
import { parkFrame } from './parked-frames'
import { readSupersetOptions, type SupersetOptions } from './settings'

/** The dashboard that is needed soon, with the options that it will be mounted with. */
export interface PreloadOptions extends SupersetOptions, TokenRoute {
  /** The embed id. */
  readonly id: string
  /** Superset's address. It may contain a path. @default the address in the token route's reply */
  readonly supersetDomain?: string | undefined
}

/**
 * Loads a dashboard's page, and requests its token, before the dashboard is mounted with the same options. Chromium 133
 * and later moves the page into the mount point; in other browsers the cache is warm. Call the returned function when the
 * dashboard will not be mounted.
 */
export function preload(options: PreloadOptions): () => void {
  const { id, supersetDomain } = ownProperties(options)
  const source = sharedTokenSource(options)
  let drop: (() => void) | undefined
  function park(): void {
    const { token } = source.record(id)
    const domain = supersetDomain ?? token?.domain
    // Of an Embeddable dashboard, only the token is requested early.
    if (!domain || token?.platform === 'embeddable') return
    try {
      const { query, frame, wanted } = readSupersetOptions(options)
      const kept = keptAfter(createViewMemory(source, id).read(), wanted)
      drop ??= parkFrame(pageUrl(embedUrl(domain, id, query), kept).url, frame)
      loadPageCode().catch(() => {})
    } catch {
      // Options that are not valid are reported when the dashboard is mounted.
    }
  }
  const release = source.use(id, park)
  park()
  return () => {
    release()
    drop?.()
  }
}
