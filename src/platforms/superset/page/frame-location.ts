/** The document in a frame, by its address. */
export interface FrameLocation {
  /** Loads a new document. */
  load(address: URL): void
  /**
   * Loads a new document in place of the link page of the app. After `src`, Back would lead to the link page, which would
   * report its link again. A refresh replaces the link page in the history of the tab. `location.replace` would do that
   * too, but with the Referrer-Policy of the app's page, and Superset compares the Referer. The link page has a policy of
   * its own.
   */
  replaceLinkPage(address: URL): void
}

export function createFrameLocation(frame: HTMLIFrameElement): FrameLocation {
  /** A refresh does not change `frame.src`. */
  let current = frame.src

  function load(address: URL): void {
    current = newDocumentAt(address, current)
    frame.src = current
  }

  return {
    load,
    replaceLinkPage(address) {
      const { contentDocument: page } = frame
      // The document of a fake frame has no address of a server, and follows `src` only.
      if (page?.URL.startsWith('http')) {
        current = address.href
        const refresh = { httpEquiv: 'refresh', content: `0;url=${current}` }
        page.head.append(Object.assign(page.createElement('meta'), refresh))
      } else load(address)
    },
  }
}

/** The address for a new document. Where only the fragment of an address is new, or nothing, a document with a fragment stays. */
function newDocumentAt(address: URL, current: string): string {
  // Another query for the browser, and the same for Superset.
  if (address.hash && current.split('#')[0] === address.href.split('#')[0]) address.search += '&'
  return address.href
}
