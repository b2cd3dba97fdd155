import { comparable } from '../comparable'
import type { Origin } from './origin'

export interface AllowedDomain {
  /** The domain as Superset stores it. */
  readonly domain: string
  readonly state: 'kept' | 'new' | 'matches-nobody'
  /** Only for a new domain. */
  readonly added?: Origin['added']
}

/** The domains that were allowed before and the new ones, in this order. An origin is in the list only once. */
export function addOrigins(before: readonly string[], wanted: readonly Origin[]): readonly AllowedDomain[] {
  const origins = new Set(wanted.map(({ origin }) => origin))
  const kept = before
    // A domain that lacked its scheme is replaced by the same domain with its scheme.
    .filter(
      (domain) =>
        comparable(domain) || !SCHEMES.some((scheme) => origins.has(comparable(scheme + domain) ?? '')),
    )
    .map((domain) => ({ domain, state: comparable(domain) ? 'kept' : 'matches-nobody' }) as const)
  const known = new Set(before.map(comparable))
  const news = [...new Map(wanted.map((entry) => [entry.origin, entry])).values()]
    .filter(({ origin }) => !known.has(origin))
    .map(({ origin, ...details }) => ({ domain: origin, state: 'new', ...details }) as const)
  return [...kept, ...news]
}

const SCHEMES = ['https://', 'http://']
