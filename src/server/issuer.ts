import type { GrantBase } from './grant'

/** What mints guest tokens: one per way of getting them. */
export interface Issuer<G extends GrantBase = GrantBase> {
  readonly platform: 'superset'
  /** Where the viewer's browser finds the dashboards. */
  readonly domain: string
  /**
   * Checks what `authorize` returned, and returns it as plain JSON: two grants that read the same share tokens.
   * Throws `grant-invalid`.
   */
  parseGrant(value: unknown): G
  /** Deals dashboards out to as few tokens as their size allows. Throws `grant-invalid` when none is small enough. */
  shareOut(grant: G, dashboards: readonly string[]): readonly (readonly string[])[]
  /**
   * Mints one token for some of the grant's dashboards. Throws `issuer-refused` or `issuer-unavailable`, or
   * `MissingDashboards` (`denied`) with those that stand in the way of a token for the others.
   */
  mint(grant: G, dashboards: readonly string[], signal: AbortSignal): Promise<MintedToken>
}

export interface MintedToken {
  readonly token: string
  /** From the moment of minting. */
  readonly expiresInSeconds: number
}
