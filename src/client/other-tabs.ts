/**
 * How the tabs of an app inform each other that a session may have ended. A message contains nothing else, and never a
 * token. The name of the channel identifies the session, and only pages of the same origin can open the channel.
 */
export interface OtherTabs {
  post(): void
  /** Calls back on every message of another tab, until the returned function is called. */
  listen(callback: () => void): () => void
}

export function otherTabs(name: string): OtherTabs {
  // In an environment without the API, each tab finds out by itself.
  const open = () =>
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`guestpass ${name}`)
  return {
    post() {
      const channel = open()
      channel?.postMessage({ ended: true })
      channel?.close()
    },
    listen(callback) {
      const channel = open()
      if (channel) channel.onmessage = callback
      return () => channel?.close()
    },
  }
}
