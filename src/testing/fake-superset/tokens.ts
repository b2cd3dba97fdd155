/** The guest tokens of a fake Superset. They do not contain the viewer: the fake looks up each token. */

export interface Tokens {
  mint(viewer: string, dashboards: readonly string[], lifetimeSeconds: number): string
  /** The viewer of the token, or `undefined` when the token has expired or is for another dashboard. */
  viewerOf(token: string, dashboard: string): string | undefined
  /** Expires all tokens of a dashboard. */
  expire(dashboard: string): void
}

interface IssuedToken {
  readonly viewer: string
  readonly dashboards: readonly string[]
  expiresAtMs: number
}

export function createTokens(): Tokens {
  const issued = new Map<string, IssuedToken>()
  return {
    mint(viewer, dashboards, lifetimeSeconds) {
      const token = `fake-guest-token-${issued.size + 1}`
      issued.set(token, { viewer, dashboards, expiresAtMs: performance.now() + 1_000 * lifetimeSeconds })
      return token
    },
    viewerOf(token, dashboard) {
      const found = issued.get(token)
      if (!found?.dashboards.includes(dashboard) || found.expiresAtMs <= performance.now()) return undefined
      return found.viewer
    },
    expire(dashboard) {
      for (const token of issued.values()) if (token.dashboards.includes(dashboard)) token.expiresAtMs = 0
    },
  }
}
