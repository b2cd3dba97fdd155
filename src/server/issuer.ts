import type { GrantBase, ParsedGrant, ViewerGrant } from './grant'
import type { Permalink, PermalinkView } from './permalink/permalink'
import type { AskGuestData } from './rows/guest-data'

/** Mints guest tokens. Apps can write their own. */
export interface Issuer<G extends ViewerGrant = GrantBase> {
  /** The system that its tokens are for. */
  readonly platform: 'superset' | 'embeddable'
  /** Where the viewer's browser finds the dashboards: Superset's address, or that of Embeddable's script. */
  readonly domain: string
  /**
   * Names everything that its tokens depend on besides the grant: address, audience, account or key, lifetime. Issuers
   * with one fingerprint share tokens: within a route, and through a `cache` between all instances of the app. So return
   * the same text in each instance, and another text once a secret or an option is replaced. Return a keyed hash of the
   * secret, never the secret. An issuer that wraps another and changes its tokens needs another fingerprint.
   */
  fingerprint(): Promise<string>
  /**
   * Checks what `authorize` returned, and returns it as plain JSON, with the embed id of each dashboard: two grants that
   * read the same share tokens. Throws `grant-invalid`.
   */
  parseGrant(value: unknown): ParsedGrant & G
  /** Deals dashboards out to as few tokens as their size allows. Throws `grant-invalid` when no token is small enough. */
  shareOut(grant: G, dashboards: readonly string[]): readonly (readonly string[])[]
  /**
   * Mints one token for some of the grant's dashboards. Throws `issuer-refused` or `issuer-unavailable`, or
   * `MissingDashboards` (`denied`) with the dashboards that prevent a token for the others.
   */
  mint(grant: G, dashboards: readonly string[], signal: AbortSignal): Promise<MintedToken>
  /**
   * Stores the values of a dashboard's filters and the states of its interactive tables as a permalink of Superset, for views
   * that do not fit into an address. An issuer without an account does not have it. Throws `issuer-refused` or
   * `issuer-unavailable`.
   */
  createPermalink?(dashboard: string, view: PermalinkView, signal: AbortSignal): Promise<Permalink>
  /**
   * Asks Superset's chart data API as a guest, with a token of this issuer. An issuer without it cannot load rows. Throws
   * `issuer-unavailable`.
   */
  readonly askGuestData?: AskGuestData
}

/** Several issuers behind one route. */
export interface CombinedIssuer<G extends ViewerGrant> {
  /** Checks what `authorize` returned, as an issuer does. */
  parseGrant(value: unknown): G
  /** The parts of a grant, by issuer. No dashboard is in two parts. */
  partsOf(grant: G): readonly GrantPart[]
}

/** The part of a combined grant that belongs to one issuer. */
export interface GrantPart {
  /** The issuer. */
  readonly issuer: Issuer
  /** The viewer's grant, as this issuer parsed it. */
  readonly grant: ParsedGrant
}

/** A guest token as an issuer made it. */
export interface MintedToken {
  /** The token itself, which is a key. */
  readonly token: string
  /** From the moment of minting. */
  readonly expiresInSeconds: number
}
