import { attach } from '../client/attach'
import { createReport, type EmbedCallbacks } from '../client/report'
import { sharedTokenSource } from '../client/shared-token-source'
import { parseTokenReply } from '../client/token-reply'
import { createTokenSource } from '../client/token-source'
import { GuestpassError } from '../core/errors'
import { type SupersetOptions, superset } from '../platforms/superset/superset'

/** In CSS pixels. */
export interface ScrollSize {
  readonly width: number
  readonly height: number
}

/** The official SDK's options, with our own beside them. */
export interface EmbedDashboardOptions extends SupersetOptions, EmbedCallbacks {
  /** The embed id Superset shows in the dashboard's "Embed dashboard" dialog. */
  readonly id: string
  /** Superset's address; may carry a path. @default what the token route says */
  readonly supersetDomain?: string
  /** The element that the frame goes into. */
  readonly mountPoint: HTMLElement | null
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

export interface EmbeddedDashboard {
  getScrollSize(): Promise<ScrollSize>
  /** Starts the dashboard again after an error. */
  retry(): void
  unmount(): void
}

/**
 * Embeds a dashboard, and resolves once it has its token.
 *
 * From then on the token is renewed and the dashboard healed without further calls; `onError` hears of what
 * went wrong.
 *
 * @throws {GuestpassError} when there is no token or no page; nothing stays mounted then.
 */
export async function embedDashboard(options: EmbedDashboardOptions): Promise<EmbeddedDashboard> {
  const { id, mountPoint, supersetDomain } = options
  if (!mountPoint) throw new GuestpassError('option-invalid', 'mountPoint is missing.')
  let isResolved = false
  return new Promise((resolve, reject) => {
    const report = createReport(() => options)
    const embed = attach({
      id,
      mountPoint,
      domain: supersetDomain,
      platform: superset(options),
      source: sourceOf(options),
      onChange(view) {
        report(view)
        if (view.name === 'token-sent') {
          isResolved = true
          resolve({
            getScrollSize: () => embed.call('getScrollSize') as Promise<ScrollSize>,
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
  })
}

function sourceOf({ fetchGuestToken, tokenUrl = '/guest-token', viewer, fetch }: EmbedDashboardOptions) {
  return fetchGuestToken
    ? createTokenSource(async (ids) => parseTokenReply(await fetchGuestToken(), ids))
    : sharedTokenSource({ tokenUrl, viewer, fetch })
}
