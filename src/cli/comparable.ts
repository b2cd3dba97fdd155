/**
 * The part of an allowed domain that Superset compares with the page's Referer: scheme, host and port. `undefined` where no
 * page's can equal it, because it has no scheme or is a pattern.
 */
export function comparable(domain: string): string | undefined {
  if (domain.includes('*')) return undefined
  return /^https?:\/\/[^/?#]+/i.exec(domain)?.[0].toLowerCase()
}
