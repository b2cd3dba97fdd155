/**
 * Frames whose pages come from a fake instead of from a server.
 *
 * 1. The app gives a frame an address that starts with the address of a fake.
 * 2. The frame loads a blank document of the app's origin. It is a real document, so its window accepts messages for this origin.
 * 3. The fake writes its page into the document after this load, and after each later load of the frame.
 *
 * jsdom does not load frames. There, the first document of the frame is emptied, and a `load` event is dispatched.
 */

export interface FrameHost {
  /** The host serves the frames whose address starts with this one. */
  readonly base: string
  /** Called when a blank document has loaded in a frame. The returned function is called when the frame shows another document. */
  onLoad(frame: LoadedFrame): () => void
}

export interface LoadedFrame {
  readonly window: Window
  /** The address that the app gave to the frame. */
  readonly address: URL
  /** Whether the frame is in the document. No event reports that a frame is removed. */
  readonly isConnected: boolean
  reload(): void
}

const hosts = new Set<FrameHost>()

/** Serves the host's frames until the returned function is called. */
export function hostFrames(host: FrameHost): () => void {
  hosts.add(host)
  undo ??= interceptSources()
  return () => {
    hosts.delete(host)
    if (hosts.size > 0) return
    undo?.()
    undo = undefined
  }
}

let undo: (() => void) | undefined

export const isJsdom = () => navigator.userAgent.includes('jsdom')

/** The address of each frame, and the host that serves it. */
const shown = new WeakMap<HTMLIFrameElement, Shown>()

interface Shown {
  href: string
  host: FrameHost
  leave(): void
}

/** An app sets the address as a property (`src`) or as an attribute. Both are replaced. */
function interceptSources(): () => void {
  const { prototype } = HTMLIFrameElement
  const { setAttribute } = Element.prototype
  const source = Object.getOwnPropertyDescriptor(prototype, 'src') as PropertyDescriptor
  const setAddress = (frame: HTMLIFrameElement, href: string) => setAttribute.call(frame, 'src', href)

  Object.defineProperty(prototype, 'src', {
    ...source,
    get(this: HTMLIFrameElement) {
      return shown.get(this)?.href ?? source.get?.call(this)
    },
    set(this: HTMLIFrameElement, href: string) {
      if (!show(this, href, setAddress)) source.set?.call(this, href)
    },
  })
  prototype.setAttribute = function (this: HTMLIFrameElement, name, value) {
    if (name !== 'src' || !show(this, value, setAddress)) setAttribute.call(this, name, value)
  }
  return () => {
    Object.defineProperty(prototype, 'src', source)
    // The method of all elements is used again.
    Reflect.deleteProperty(prototype, 'setAttribute')
  }
}

/** Loads the address in the frame if a host serves it. Otherwise returns false. */
function show(
  frame: HTMLIFrameElement,
  address: string,
  setAddress: (frame: HTMLIFrameElement, href: string) => void,
): boolean {
  const { href } = new URL(address, document.baseURI)
  const host = [...hosts].find(({ base }) => href.startsWith(base))
  const before = shown.get(frame)
  if (!host) {
    before?.leave()
    shown.delete(frame)
    return false
  }
  if (before) Object.assign(before, { href, host })
  else {
    shown.set(frame, { href, host, leave: () => {} })
    frame.addEventListener('load', () => onLoad(frame))
  }
  if (isJsdom()) setTimeout(() => loadInJsdom(frame))
  else setAddress(frame, blankPage(href))
  return true
}

function onLoad(frame: HTMLIFrameElement): void {
  const present = shown.get(frame)
  present?.leave()
  // A page that navigated its frame to another address is not served any more.
  const { contentWindow: window, contentDocument: document } = frame
  if (!present || !window || (!isJsdom() && document?.URL !== blankPage(present.href))) return
  present.leave = present.host.onLoad({
    window,
    address: new URL(present.href),
    get isConnected() {
      return frame.isConnected
    },
    reload: () => (isJsdom() ? loadInJsdom(frame) : window.location.reload()),
  })
}

/**
 * The blank documents by the address that they stand for. A frame that receives its address again loads the same document
 * again, as in a browser.
 */
const blankPages = new Map<string, string>()

function blankPage(href: string): string {
  const url =
    blankPages.get(href) ??
    URL.createObjectURL(new Blob(['<!doctype html><title>Dashboard</title>'], { type: 'text/html' }))
  blankPages.set(href, url)
  return url
}

function loadInJsdom(frame: HTMLIFrameElement): void {
  const { contentWindow: window, contentDocument: document } = frame
  if (!window || !document) return
  document.documentElement.innerHTML = '<head></head><body></body>'
  // jsdom does not transfer ports: its messages arrive without them.
  window.postMessage = (data: unknown, _origin: unknown, ports: unknown = []) => {
    const message = Object.assign(new Event('message'), { data, ports, origin: location.origin })
    setTimeout(() => window.dispatchEvent(message))
  }
  frame.dispatchEvent(new Event('load'))
}
