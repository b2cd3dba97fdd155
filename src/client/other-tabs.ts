/**
 * What the tabs of an app tell each other: that a session may be over, and nothing else. Whose it was is said by
 * the name of the channel alone, which nobody but pages of the same origin can open; a token is never sent.
 */
export interface OtherTabs {
  tell(): void
  /** Calls back on every word from another tab, until the returned function is called. */
  listen(callback: () => void): () => void
}

export function otherTabs(name: string): OtherTabs {
  const open = () => new BroadcastChannel(`guestpass ${name}`)
  return {
    tell() {
      const channel = open()
      channel.postMessage({ ended: true })
      channel.close()
    },
    listen(callback) {
      const channel = open()
      channel.onmessage = callback
      return () => channel.close()
    },
  }
}
