/**
 * Frames whose pages come from here instead of from a server.
 *
 * A frame that is given an address below a fake's is loaded with a blank document of the same origin: a real
 * document, a real load, and a window that takes messages for that origin. What goes into it is the fake's matter,
 * on this load and on every later one. jsdom loads nothing, and so its frames stay at the document they begin with,
 * and are told that they have loaded.
 */

export interface FrameHost {
  /** Frames at an address that starts with it are this one's. */
  readonly base: string
  /** A blank document has loaded in one of them; what is returned is called when another one does. */
  onLoad(frame: LoadedFrame): () => void
}

export interface LoadedFrame {
  readonly window: Window
  /** What the frame was told to show. */
  readonly address: URL
  /** Whether anybody can see it: of a frame that is removed nobody is told. */
  readonly isThere: boolean
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

/** What each frame was told to show, and by whose leave. */
const shown = new WeakMap<HTMLIFrameElement, Shown>()

interface Shown {
  href: string
  host: FrameHost
  leave(): void
}

/** Both ways to say it: the property, and the attribute. */
function interceptSources(): () => void {
  const { prototype } = HTMLIFrameElement
  const { setAttribute } = Element.prototype
  const source = Object.getOwnPropertyDescriptor(prototype, 'src') as PropertyDescriptor
  const sayTo = (frame: HTMLIFrameElement, href: string) => setAttribute.call(frame, 'src', href)

  Object.defineProperty(prototype, 'src', {
    ...source,
    get(this: HTMLIFrameElement) {
      return shown.get(this)?.href ?? source.get?.call(this)
    },
    set(this: HTMLIFrameElement, href: string) {
      if (!show(this, href, sayTo)) source.set?.call(this, href)
    },
  })
  prototype.setAttribute = function (this: HTMLIFrameElement, name, value) {
    if (name !== 'src' || !show(this, value, sayTo)) setAttribute.call(this, name, value)
  }
  return () => {
    Object.defineProperty(prototype, 'src', source)
    // What is left is the one that every element has.
    Reflect.deleteProperty(prototype, 'setAttribute')
  }
}

/** Says whether the address is one of a fake's; then the frame shows what is served there. */
function show(
  frame: HTMLIFrameElement,
  address: string,
  sayTo: (frame: HTMLIFrameElement, href: string) => void,
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
  else sayTo(frame, blankPage(href))
  return true
}

function onLoad(frame: HTMLIFrameElement): void {
  const one = shown.get(frame)
  one?.leave()
  // A page that has led its frame elsewhere is gone.
  const { contentWindow: window, contentDocument: document } = frame
  if (!one || !window || (!isJsdom() && document?.URL !== blankPage(one.href))) return
  one.leave = one.host.onLoad({
    window,
    address: new URL(one.href),
    get isThere() {
      return frame.isConnected
    },
    reload: () => (isJsdom() ? loadInJsdom(frame) : window.location.reload()),
  })
}

/** By address: a frame that is told its own again loads it again, and two frames say the same of the same page. */
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
  // It knows no ports: a message would arrive without the one that it brings.
  window.postMessage = (data: unknown, _origin: unknown, ports: unknown = []) => {
    const message = Object.assign(new Event('message'), { data, ports, origin: location.origin })
    setTimeout(() => window.dispatchEvent(message))
  }
  frame.dispatchEvent(new Event('load'))
}
