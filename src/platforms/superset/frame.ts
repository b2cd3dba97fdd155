/** How the frame is made; the names are the official SDK's, but for `credentialless`. */
export interface FrameOptions {
  /** The frame's accessible name. @default 'Embedded dashboard' */
  readonly iframeTitle?: string | undefined
  /**
   * Keeps a viewer signed in to their own Superset when it shares a site with the app, at the price of the
   * HTTP cache (Chromium 110 and later; elsewhere it changes nothing). @default false
   */
  readonly credentialless?: boolean | undefined
}

export function createFrame(
  { href }: URL,
  { iframeTitle = 'Embedded dashboard', credentialless }: FrameOptions,
): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  const attributes = {
    title: iframeTitle,
    // What Superset's embedded page needs; the official SDK grants the same.
    sandbox: 'allow-same-origin allow-scripts allow-presentation allow-downloads allow-forms allow-popups',
    allow: 'fullscreen; clipboard-write',
    // Superset compares the Referer with its allowed domains: a stricter policy of the host page must not win.
    referrerpolicy: 'strict-origin-when-cross-origin',
    ...(credentialless && { credentialless: '' }),
    src: href,
  }
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value)
  // Not an attribute: a host's Content-Security-Policy may forbid those.
  frame.style.cssText = 'display:block;width:100%;height:100%;border:0'
  return frame
}
