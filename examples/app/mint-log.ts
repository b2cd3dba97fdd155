/** Watches the token route from the outside: when each token was asked for, and how long it lives. */

export interface Mint {
  /** Whom the page asked for. */
  readonly viewer: string
  /** By `performance.now()`. */
  readonly askedAtMs: number
  readonly lifetimeMs: number
  /** By the clock on the wall, for people. */
  readonly clock: string
}

export interface MintLog {
  /** The browser's fetch, with the log looking on. */
  readonly fetch: typeof globalThis.fetch
  readonly mints: () => readonly Mint[]
  readonly subscribe: (onChange: () => void) => () => void
}

export function createMintLog(): MintLog {
  let mints: readonly Mint[] = []
  const listeners = new Set<() => void>()
  return {
    async fetch(input, init) {
      const askedAtMs = performance.now()
      const clock = new Date().toLocaleTimeString()
      const response = await fetch(input, init)
      if (response.ok) {
        const { viewer } = JSON.parse(String(init?.body))
        // A copy, because the body can be read once; one token serves every dashboard of this page.
        const [token] = (await response.clone().json()).tokens
        if (token) mints = [...mints, { viewer, askedAtMs, clock, lifetimeMs: 1000 * token.expiresIn }]
        for (const listener of listeners) listener()
      }
      return response
    },
    mints: () => mints,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}
