/** The guest tokens of one fake Superset: opaque words, and what it knows behind them. */

export interface Tokens {
  mint(viewer: string, dashboards: readonly string[], lifetimeSeconds: number): string
  /** Whose token it is, when it opens the dashboard now. */
  viewerOf(token: string, dashboard: string): string | undefined
  /** Ends every token of a dashboard that there is. */
  expire(dashboard: string): void
}

interface Known {
  readonly viewer: string
  readonly dashboards: readonly string[]
  expiresAtMs: number
}

export function createTokens(): Tokens {
  const known = new Map<string, Known>()
  return {
    mint(viewer, dashboards, lifetimeSeconds) {
      const token = `fake-guest-token-${known.size + 1}`
      known.set(token, { viewer, dashboards, expiresAtMs: performance.now() + 1_000 * lifetimeSeconds })
      return token
    },
    viewerOf(token, dashboard) {
      const one = known.get(token)
      return one?.dashboards.includes(dashboard) && one.expiresAtMs > performance.now()
        ? one.viewer
        : undefined
    },
    expire(dashboard) {
      for (const one of known.values()) if (one.dashboards.includes(dashboard)) one.expiresAtMs = 0
    },
  }
}
