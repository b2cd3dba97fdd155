import { GuestpassError } from '../../core/errors'

/** How the frame is made. The names are those of the official SDK, except `title` (`iframeTitle`) and `credentialless`. */
export interface FrameOptions {
  /** The frame's accessible name. @default 'Embedded dashboard' */
  readonly title?: string | undefined
  /** Permissions added to the frame's sandbox, for example `allow-popups-to-escape-sandbox`. */
  readonly iframeSandboxExtras?: readonly string[] | undefined
  /** Features added to the frame's `allow`, beside `fullscreen` and `clipboard-write`. */
  readonly iframeAllowExtras?: readonly string[] | undefined
  /**
   * Superset compares the Referer with a dashboard's allowed domains, so a policy that sends no Referer is refused.
   * @default 'strict-origin-when-cross-origin'
   */
  readonly referrerPolicy?: Exclude<ReferrerPolicy, 'no-referrer' | 'same-origin'> | undefined
  /**
   * Loads the frame without cookies. A viewer stays signed in to their own Superset where it shares a site with the app,
   * and a page with Cross-Origin-Embedder-Policy can show the frame. The HTTP cache is not used. Chromium 110 and later;
   * other browsers ignore it. @default false
   */
  readonly credentialless?: boolean | undefined
}

/** The attributes of the frame, except its address. */
export type FrameAttributes = Readonly<Record<'title' | 'sandbox' | 'allow' | 'referrerpolicy', string>>

/** @throws {GuestpassError} `option-invalid` when Superset would refuse the page because of the referrer policy. */
export function readFrameOptions({
  title = 'Embedded dashboard',
  iframeSandboxExtras = [],
  iframeAllowExtras = [],
  referrerPolicy = 'strict-origin-when-cross-origin',
  credentialless,
}: FrameOptions): FrameAttributes {
  if (['no-referrer', 'same-origin'].includes(referrerPolicy)) {
    throw new GuestpassError(
      'option-invalid',
      `referrerPolicy ${referrerPolicy} hides the Referer. Superset compares it with the allowed domains.`,
    )
  }
  return {
    title,
    // What Superset's embedded page needs. The official SDK grants the same.
    sandbox: [
      'allow-same-origin allow-scripts allow-presentation allow-downloads allow-forms allow-popups',
      ...iframeSandboxExtras,
    ].join(' '),
    allow: ['fullscreen', 'clipboard-write', ...iframeAllowExtras].join('; '),
    referrerpolicy: referrerPolicy,
    ...(credentialless && { credentialless: '' }),
  }
}

export function createFrame(
  document: Document,
  { href }: URL,
  attributes: FrameAttributes,
): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  for (const [name, value] of Object.entries({ ...attributes, src: href })) frame.setAttribute(name, value)
  // As properties, because a Content-Security-Policy can forbid the attribute `style`. The `color-scheme` of a dark
  // app would paint the frame white until the page has painted itself.
  frame.style.cssText = 'display:block;width:100%;height:100%;border:0;color-scheme:normal'
  return frame
}
