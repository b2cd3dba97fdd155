import { comparable } from '../comparable'
import type { Origin } from './origin'

export interface AllowedDomain {
  /** As Superset keeps it. */
  readonly domain: string
  readonly state: 'kept' | 'new' | 'matches-nobody'
  /** Of a new one. */
  readonly added?: Origin['added']
}

/** What was allowed before and what is to be, in this order; a page's origin is in it once. */
export function addOrigins(before: readonly string[], wanted: readonly Origin[]): readonly AllowedDomain[] {
  const origins = new Set(wanted.map(({ origin }) => origin))
  const kept = before
    // What was meant, and lacked its scheme, is now said as it should have been.
    .filter(
      (domain) =>
        comparable(domain) || !SCHEMES.some((scheme) => origins.has(comparable(scheme + domain) ?? '')),
    )
    .map((domain) => ({ domain, state: comparable(domain) ? 'kept' : 'matches-nobody' }) as const)
  const known = new Set(before.map(comparable))
  const news = [...new Map(wanted.map((one) => [one.origin, one])).values()]
    .filter(({ origin }) => !known.has(origin))
    .map(({ origin, ...rest }) => ({ domain: origin, state: 'new', ...rest }) as const)
  return [...kept, ...news]
}

const SCHEMES = ['https://', 'http://']
