import { sharedTokenSource } from '../../client/shared-token-source'
import type { TokenRoute } from '../../client/token-route'
import { embedUrl } from './embed-url'
import { parkFrame } from './parked-frames'
import type { SupersetOptions } from './superset'

/** Which dashboard is wanted soon, with the options that it will be mounted with. */
export interface PreloadOptions extends SupersetOptions, Partial<TokenRoute> {
  /** The embed id. */
  readonly id: string
  /** Superset's address; may carry a path. @default what the token route says */
  readonly supersetDomain?: string | undefined
}

/**
 * Loads a dashboard's page, and asks for its token, before the dashboard is mounted with the same options. The page
 * is moved into place where the browser can do that (Chromium 133 and later); elsewhere the cache is warm. Call the
 * returned function when it is not going to be mounted after all.
 */
export function preload(options: PreloadOptions): () => void {
  const { id, supersetDomain, tokenUrl = '/guest-token', viewer, fetch } = options
  const source = sharedTokenSource({ tokenUrl, viewer, fetch })
  let giveUp: (() => void) | undefined
  function park(): void {
    const { token } = source.record(id)
    const domain = supersetDomain ?? token?.domain
    // Of another system's dashboard the token is all that is fetched ahead.
    if (domain && token?.platform !== 'embeddable')
      giveUp ??= parkFrame(embedUrl(domain, id, options), options)
  }
  const release = source.use(id, park)
  park()
  return () => {
    release()
    giveUp?.()
  }
}
