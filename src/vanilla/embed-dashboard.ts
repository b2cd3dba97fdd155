import { attach, type Loading } from '../client/attach'
import { createReport, type EmbedCallbacks } from '../client/report'
import { sharedTokenSource } from '../client/shared-token-source'
import { parseTokenReply } from '../client/token-reply'
import { createTokenSource } from '../client/token-source'
import { GuestpassError } from '../core/errors'
import type { ChannelNews } from '../core/platform'
import type { EmbeddableOptions } from '../platforms/embeddable/types'
import { platformsOf } from '../platforms/platforms'
import { type SupersetCalls, supersetCalls } from '../platforms/superset/calls'
import type { SupersetOptions } from '../platforms/superset/superset'
import type { ObservedDataMask } from '../platforms/superset/types'

/** The official SDK's options, with our own beside them. */
export interface EmbedDashboardOptions extends SupersetOptions, EmbeddableOptions, EmbedCallbacks {
  /** The embed id Superset shows in the dashboard's "Embed dashboard" dialog. */
  readonly id: string
  /** Superset's address; may carry a path. @default what the token route says */
  readonly supersetDomain?: string | undefined
  /** The element that the frame goes into; one holds one dashboard. */
  readonly mountPoint: HTMLElement | null
  /**
   * `'content'` makes the mount point as high as the dashboard; a CSS length, or a number of pixels, keeps it.
   * @default 'content'
   */
  readonly height?: number | string | undefined
  /** `'lazy'` loads nothing until the mount point is near the viewport. @default 'eager' */
  readonly loading?: Loading | undefined
  /**
   * Returns a guest token, with its lifetime in seconds where it is known.
   * @default asks `tokenUrl`
   */
  readonly fetchGuestToken?: () => Promise<string | { readonly token: string; readonly expiresIn?: number }>
  /** The app's token route. @default '/guest-token' */
  readonly tokenUrl?: string
  /** The app's key of the signed-in person, for which alone tokens are then accepted. */
  readonly viewer?: string
  /** The app's own fetch for the token route. */
  readonly fetch?: typeof globalThis.fetch
}

/** A dashboard on the page: the calls into it, and the way to take it off again. */
export interface EmbeddedDashboard extends SupersetCalls {
  /** Calls back whenever filters change, until the returned function is called. 6.0 and later. */
  observeDataMask(callback: (dataMask: ObservedDataMask) => void): () => void
  /** Starts the dashboard again after an error. */
  retry(): void
  /** Takes the dashboard off the page, and leaves the mount point as it was. */
  unmount(): void
}

/** The height until the content's is known. */
const FIRST_HEIGHT = '600px'

/**
 * Embeds a dashboard, and resolves once it has its token.
 *
 * From then on the token is renewed and the dashboard healed without further calls; `onError` hears of what
 * went wrong.
 *
 * @throws {GuestpassError} when there is no token or no page; nothing stays mounted then.
 */
export async function embedDashboard(options: EmbedDashboardOptions): Promise<EmbeddedDashboard> {
  const { id, mountPoint, supersetDomain, loading, height = 'content', onError } = options
  if (!mountPoint) throw new GuestpassError('option-invalid', 'mountPoint is missing.')
  const isFitted = height === 'content'
  const observers = new Set<(mask: ObservedDataMask) => void>()
  let isResolved = false

  function onNews(news: ChannelNews): void {
    if (news.type === 'warning') onError?.(news.error)
    else if (news.type === 'told' && news.method === 'observeDataMask') {
      for (const observe of observers) observe(news.args as ObservedDataMask)
    }
  }

  return new Promise((resolve, reject) => {
    const report = createReport(() => options)
    const embed = attach({
      id,
      mountPoint,
      domain: supersetDomain,
      loading,
      sizing: () => (isFitted ? 'fitted' : 'none'),
      platforms: platformsOf(() => options),
      source: sourceOf(options),
      onNews,
      onChange(view) {
        report(view)
        if (view.name === 'token-sent') {
          isResolved = true
          resolve({
            ...supersetCalls(embed.call),
            observeDataMask(callback) {
              observers.add(callback)
              return () => void observers.delete(callback)
            },
            retry: embed.retry,
            unmount: embed.detach,
          })
        } else if (view.error && !isResolved) {
          // The first step can fail before `attach` has returned.
          queueMicrotask(() => embed.detach())
          reject(view.error)
        }
      },
    })
    if (!isFitted) mountPoint.style.height = typeof height === 'number' ? `${height}px` : height
    else if (!mountPoint.clientHeight) mountPoint.style.height = FIRST_HEIGHT
  })
}

function sourceOf({ fetchGuestToken, tokenUrl = '/guest-token', viewer, fetch }: EmbedDashboardOptions) {
  return fetchGuestToken
    ? createTokenSource(async (ids) => parseTokenReply(await fetchGuestToken(), ids))
    : sharedTokenSource({ tokenUrl, viewer, fetch })
}
