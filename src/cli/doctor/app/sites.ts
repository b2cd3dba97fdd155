/**
 * What browsers call a site: the scheme, and the domain that somebody can register (`https://example.com`). Each host
 * below a public suffix such as `github.io` is a separate site, and so are an IP address and `localhost`.
 */
export async function siteOf(address: string): Promise<string> {
  // Loaded on demand: the list of public suffixes is large, and most commands do not need it.
  const { getDomain } = await import('tldts')
  const { protocol, hostname } = new URL(address)
  return `${protocol}//${getDomain(hostname, { allowPrivateDomains: true }) ?? hostname}`
}

export async function isSameSite(first: string, second: string): Promise<boolean> {
  return (await siteOf(first)) === (await siteOf(second))
}

/** Whether the address is on this machine. Browsers treat such addresses as secure, even without TLS. */
export function isLocal(address: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(new URL(address).hostname)
}
