/**
 * What browsers call a site: the scheme, and the domain that somebody can register (`https://example.com`). Hosts below
 * a public suffix such as `github.io` are sites of their own, and so are an address of numbers and `localhost`.
 */
export async function siteOf(address: string): Promise<string> {
  // The list of public suffixes is large, and most commands need none.
  const { getDomain } = await import('tldts')
  const { protocol, hostname } = new URL(address)
  return `${protocol}//${getDomain(hostname, { allowPrivateDomains: true }) ?? hostname}`
}

export async function isSameSite(one: string, other: string): Promise<boolean> {
  return (await siteOf(one)) === (await siteOf(other))
}

/** What is on this machine, which browsers take for safe. */
export function isLocal(address: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(new URL(address).hostname)
}
