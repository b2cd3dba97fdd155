import { check } from '../check'
import { ok, warn } from '../finding'

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

export const site = check({
  name: 'site',
  about: 'whether the app and Superset are on the same site, so that the frame has storage',
  problems: {
    'third-party-storage': 'browsers that block third-party storage show a blank frame',
  },
  needs: ['origin'],
  async run({ origin, url }) {
    const [own, other] = [await siteOf(origin), await siteOf(url)]
    if (own === other) return ok('site', `the app and Superset are both on the site ${own}`)
    const what =
      `The app is on the site ${own}, and Superset on ${other}. ` +
      'Where a browser blocks third-party storage (every private window, some by default) Superset’s page stays white.'
    return warn('third-party-storage', what, moveTo(origin, own))
  },
})

/** An IP address has no sub-domains. */
function moveTo(origin: string, own: string): string {
  const { hostname, protocol } = new URL(origin)
  if (/^[\d.]+$|:/.test(hostname))
    return 'Serve Superset from the same host as the app, on another port or path.'
  const name = new URL(own).hostname
  return name === 'localhost'
    ? 'Serve Superset from localhost too, by that name, on another port.'
    : `Serve Superset from the app's own site, or a path of its host:\n  ${protocol}//bi.${name}`
}
