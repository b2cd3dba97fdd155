/**
 * Calls back when the page may have slept or been cut off: timers do not run in sleep, so what they were set
 * for has to be looked at again.
 */
export function onWake(callback: () => void): () => void {
  return listen([
    [globalThis.document, 'visibilitychange', callback],
    [globalThis.window, 'pageshow', callback],
    [globalThis.window, 'online', callback],
  ])
}

/** Calls back when the page goes into the back/forward cache, and when Back brings it out again. */
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

/** Where there is no page, nothing happens to it. */
function listen(listeners: readonly Listener[]): () => void {
  for (const [target, type, callback] of listeners) target?.addEventListener(type, callback)
  return () => {
    for (const [target, type, callback] of listeners) target?.removeEventListener(type, callback)
  }
}
