/** Names of directives: browsers use the first of them that a policy contains. */
export type Directives = readonly string[]

export const ANCESTORS: Directives = ['frame-ancestors']
export const FRAMES: Directives = ['frame-src', 'child-src', 'default-src']
export const REQUESTS: Directives = ['connect-src', 'default-src']

/**
 * Whether a Content-Security-Policy allows an address; undefined if it has none of the directives.
 *
 * @param csp one policy, or several that are separated by commas
 * @param ownUrl the address of the page that sends it, which `'self'` stands for
 */
export function isAllowed(
  csp: string | null,
  directives: Directives,
  address: string,
  ownUrl: string,
): boolean | undefined {
  const policies = sourcesOf(csp, directives)
  if (policies.length === 0) return undefined
  // A proxy may add a second policy. Browsers then enforce both.
  return policies.every((sources) =>
    sources.some((source) => matches(source, new URL(address), new URL(ownUrl))),
  )
}

/** The sources of the directive that browsers use, for each policy that has such a directive. */
export function sourcesOf(csp: string | null, names: Directives): readonly (readonly string[])[] {
  return (csp ?? '').split(',').flatMap((policy) => {
    const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/))
    const counting = names
      .map((name) => directives.find(([first]) => first?.toLowerCase() === name))
      .find((directive) => directive !== undefined)
    return counting ? [counting.slice(1)] : []
  })
}

/** The policies in a page's `<meta http-equiv>`, joined as in a header. */
export function metaPolicies(html: string): string {
  const tags = html.match(/<meta\b[^>]*>/gi) ?? []
  return tags
    .filter((tag) => /http-equiv=["']?content-security-policy["'\s]/i.test(tag))
    .flatMap((tag) => /\bcontent=(?:"([^"]*)"|'([^']*)')/i.exec(tag)?.slice(1) ?? [])
    .filter((policy) => policy !== undefined)
    .map((policy) => policy.replace(/&(#39|#x27|apos);/gi, "'"))
    .join(',')
}

const SOURCE = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^:/]+)(?::(\d+|\*))?(\/.*)?$/i

function matches(source: string, target: URL, ownUrl: URL): boolean {
  const keyword = source.toLowerCase()
  if (keyword === "'self'") return target.origin === ownUrl.origin
  if (keyword === '*') return true
  if (/^[a-z][a-z0-9+.-]*:$/.test(keyword)) return isScheme(keyword, target.protocol)
  const [, scheme = ownUrl.protocol, host = '', port, path] = SOURCE.exec(source) ?? []
  return (
    isScheme(scheme.toLowerCase(), target.protocol) &&
    isHost(host.toLowerCase(), target.hostname) &&
    isPort(port, target) &&
    isPath(path, target)
  )
}

/** Browsers read `http:` in a policy as `http:` or `https:`. */
function isScheme(allowed: string, actual: string): boolean {
  return allowed === actual || (allowed === 'http:' && actual === 'https:')
}

function isHost(allowed: string, actual: string): boolean {
  if (allowed === '*') return true
  return allowed.startsWith('*.') ? actual.endsWith(allowed.slice(1)) : actual === allowed
}

function isPort(allowed: string | undefined, { port, protocol }: URL): boolean {
  const usual = protocol === 'https:' ? '443' : '80'
  if (allowed === '*') return true
  const actual = port || usual
  return allowed === undefined
    ? actual === usual
    : allowed === actual || (allowed === '80' && actual === '443')
}

/** A source without a path allows every path. A path with a slash at its end is a folder. */
function isPath(allowed: string | undefined, { pathname }: URL): boolean {
  if (allowed === undefined || pathname === '/') return true
  return allowed.endsWith('/') ? pathname.startsWith(allowed) : pathname === allowed
}
