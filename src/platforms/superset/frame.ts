import { GuestpassError } from '../../core/errors'

/** How the frame is made; the names are the official SDK's, but for `credentialless`. */
export interface FrameOptions {
  /** The frame's accessible name. @default 'Embedded dashboard' */
  readonly iframeTitle?: string | undefined
  /** More of what a sandboxed page may do, `allow-popups-to-escape-sandbox` for one. */
  readonly iframeSandboxExtras?: readonly string[] | undefined
  /** More features for the frame's `allow`, beside `fullscreen` and `clipboard-write`. */
  readonly iframeAllowExtras?: readonly string[] | undefined
  /**
   * Superset compares the Referer with a dashboard's allowed domains, so that a policy that sends none is refused.
   * @default 'strict-origin-when-cross-origin'
   */
  readonly referrerPolicy?: Exclude<ReferrerPolicy, 'no-referrer' | 'same-origin'> | undefined
  /**
   * Keeps a viewer signed in to their own Superset when it shares a site with the app, at the price of the
   * HTTP cache (Chromium 110 and later; elsewhere it changes nothing). @default false
   */
  readonly credentialless?: boolean | undefined
}

export const DEFAULT_TITLE = 'Embedded dashboard'

/** @throws {GuestpassError} `option-invalid` when the referrer policy would have Superset refuse the page. */
export function createFrame({ href }: URL, options: FrameOptions): HTMLIFrameElement {
  const { iframeTitle, iframeSandboxExtras = [], iframeAllowExtras = [], credentialless } = options
  const referrerPolicy: ReferrerPolicy = options.referrerPolicy ?? 'strict-origin-when-cross-origin'
  if (['no-referrer', 'same-origin'].includes(referrerPolicy)) {
    throw new GuestpassError(
      'option-invalid',
      `referrerPolicy ${referrerPolicy} sends Superset no Referer, which its allowed domains are compared with.`,
    )
  }
  const frame = document.createElement('iframe')
  const attributes = {
    title: iframeTitle ?? DEFAULT_TITLE,
    // What Superset's embedded page needs; the official SDK grants the same.
    sandbox: [
      'allow-same-origin allow-scripts allow-presentation allow-downloads allow-forms allow-popups',
      ...iframeSandboxExtras,
    ].join(' '),
    allow: ['fullscreen', 'clipboard-write', ...iframeAllowExtras].join('; '),
    referrerpolicy: referrerPolicy,
    ...(credentialless && { credentialless: '' }),
    src: href,
  }
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
  // Not an attribute: a host's Content-Security-Policy may forbid those. A dark host's `color-scheme` would
  // paint the frame white until the page has painted itself.
  frame.style.cssText = 'display:block;width:100%;height:100%;border:0;color-scheme:normal'
  return frame
}
