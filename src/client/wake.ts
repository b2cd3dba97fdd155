/**
 * Calls back when the viewer returns to the tab, and when the network comes back. Timers do not run in sleep, so what was
 * due meanwhile is looked at then.
 */
export function onWake(callback: () => void): () => void {
  return listen([
    [globalThis.document, 'visibilitychange', () => document.hidden || callback()],
    [globalThis.window, 'pageshow', callback],
    [globalThis.window, 'online', callback],
  ])
}

/** Calls `enter` when the page goes into the back/forward cache, and `leave` when Back takes it out again. */
export function onPageCache(enter: () => void, leave: () => void): () => void {
  const ifCached = (callback: () => void) => (event: Event) => {
    if ((event as PageTransitionEvent).persisted) callback()
  }
  return listen([
    [globalThis.window, 'pagehide', ifCached(enter)],
    [globalThis.window, 'pageshow', ifCached(leave)],
  ])
}

type Listener = readonly [target: EventTarget | undefined, type: string, callback: (event: Event) => void]

/** In an environment without a page (a server), nothing is listened to. */
function listen(listeners: readonly Listener[]): () => void {
  for (const [target, type, callback] of listeners) target?.addEventListener(type, callback)
  return () => {
    for (const [target, type, callback] of listeners) target?.removeEventListener(type, callback)
  }
}
