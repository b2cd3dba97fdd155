/**
 * Calls back when the viewer returns to the tab, and when the network comes back. Timers do not run in sleep, so what was
 * due meanwhile is looked at then.
 *
 * @param page the document that the viewer returns to. @default the document of the app
 */
export function onWake(callback: () => void, page: Document | undefined = globalThis.document): () => void {
  const view = page?.defaultView ?? globalThis.window
  return listen([
    [page, 'visibilitychange', () => (page as Document).hidden || callback()],
    [view, 'pageshow', callback],
    [view, 'online', callback],
  ])
}

/** Calls `enter` when the page of the app, whose code runs, goes into the back/forward cache, and `leave` when Back takes it out again. */
export function onPageCache(onStored: () => void, onRestored: () => void): () => void {
  const ifCached = (callback: () => void) => (event: Event) => {
    if ((event as PageTransitionEvent).persisted) callback()
  }
  return listen([
    [globalThis.window, 'pagehide', ifCached(onStored)],
    [globalThis.window, 'pageshow', ifCached(onRestored)],
  ])
}

type Listener = readonly [
  target: EventTarget | null | undefined,
  type: string,
  callback: (event: Event) => void,
]

/** In an environment without a page (a server), nothing is listened to. */
function listen(listeners: readonly Listener[]): () => void {
  for (const [target, type, callback] of listeners) target?.addEventListener(type, callback)
  return () => {
    for (const [target, type, callback] of listeners) target?.removeEventListener(type, callback)
  }
}
