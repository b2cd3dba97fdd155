import type { GrantBase, ViewerGrant } from './grant'

/** What mints guest tokens: one per way of getting them. */
export interface Issuer<G extends ViewerGrant = GrantBase> {
  /** Whose dashboards its tokens are for. */
  readonly platform: 'superset' | 'embeddable'
  /** Where the viewer's browser finds the dashboards: Superset's address, or that of Embeddable's script. */
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

/** Several issuers behind one route. */
export interface CombinedIssuer<G extends ViewerGrant> {
  /** Checks what `authorize` returned, as an issuer does. */
  parseGrant(value: unknown): G
  /** What of a grant is whose; no dashboard is in two of them. */
  partsOf(grant: G): readonly GrantPart[]
}

/** The part of a combined grant that one issuer mints for. */
export interface GrantPart {
  /** Who mints for it. */
  readonly issuer: Issuer
  /** What of the viewer's grant is that issuer's. */
  readonly grant: GrantBase
}

/** A guest token as an issuer made it. */
export interface MintedToken {
  /** The token itself, which is a key. */
  readonly token: string
  /** From the moment of minting. */
  readonly expiresInSeconds: number
}
