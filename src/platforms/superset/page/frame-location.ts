/** The document in a frame, by its address. */
export interface FrameLocation {
  /**
   * Loads a new document. The frame leaves the page and comes back with the address, because the first document of a frame
   * adds no entry to the history of the tab. After `src` with another address, Back would lead to the view before instead of
   * to the page before (measured in Chromium and Firefox).
   */
  load(address: URL): void
  /**
   * Loads a new document in place of the link page of the app. The link page is an entry in the history of the tab, and Back
   * would report its link again. A refresh replaces that entry. `location.replace` would do that too, but with the
   * Referrer-Policy of the app's page, and Superset compares the Referer. The link page sets another policy.
   */
  replaceLinkPage(address: URL): void
  /**
   * Gives the document another fragment, which it reads when it has a token. The document stays, and the history of the tab
   * has no new entry (measured). Only for a document of a server.
   */
  replaceFragment(address: URL): void
  /** The document of a fake frame has no address of a server, and follows `src` only. */
  isOfServer(): boolean
}

export function createFrameLocation(frame: HTMLIFrameElement): FrameLocation {
  function load({ href }: URL): void {
    const { parentNode, nextSibling } = frame
    const hasFocus = (frame.getRootNode() as Document).activeElement === frame
    frame.remove()
    frame.src = href
    parentNode?.insertBefore(frame, nextSibling)
    if (hasFocus) frame.focus({ preventScroll: true })
  }

  /** The document of another origin cannot be read. */
  const isOfServer = () => !frame.contentDocument || frame.contentDocument.URL.startsWith('http')

  return {
    load,
    isOfServer,
    replaceLinkPage(address) {
      const { contentDocument: page } = frame
      if (page && isOfServer()) {
        const refresh = { httpEquiv: 'refresh', content: `0;url=${address.href}` }
        page.head.append(Object.assign(page.createElement('meta'), refresh))
      } else load(address)
    },
    replaceFragment({ hash }) {
      frame.contentWindow?.location.replace(frame.src.replace(/#.*|$/, hash))
    },
  }
}
