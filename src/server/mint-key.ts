import type { GrantPart } from './issuer'

/**
 * The name of a mint, for the single flight and for the cache. Two mints with the same name share one token, so the
 * name contains everything that a token depends on.
 */
export function mintKeyOf({ issuer, grant }: GrantPart, dashboards: readonly string[]): string {
  return JSON.stringify([issuer.platform, issuer.domain, dashboards]) + JSON.stringify(grant)
}
