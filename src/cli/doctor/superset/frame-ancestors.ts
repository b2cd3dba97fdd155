/** Whether a page at `origin` may frame a page at `own`, as its `frame-ancestors` say; undefined without any. */
export function isAncestorAllowed(csp: string | null, origin: string, own: string): boolean | undefined {
  const policies = frameAncestors(csp)
  if (policies.length === 0) return undefined
  // A proxy may add a policy of its own to Superset's, and browsers hold them together.
  return policies.every((sources) =>
    sources.some((source) => matches(source.toLowerCase(), new URL(origin), new URL(own))),
  )
}

/** The sources of the directive, for each policy that has it. */
export function frameAncestors(csp: string | null): readonly (readonly string[])[] {
  return (csp ?? '').split(',').flatMap((policy) => {
    const directives = policy.split(';').map((one) => one.trim().split(/\s+/))
    const found = directives.find(([name]) => name?.toLowerCase() === 'frame-ancestors')
    return found ? [found.slice(1)] : []
  })
}

function matches(source: string, origin: URL, own: URL): boolean {
  if (source === "'self'") return origin.origin === own.origin
  if (source === '*') return true
  if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return isScheme(source, origin.protocol)
  const [, scheme = own.protocol, host = '', port] =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^:/]+)(?::(\d+|\*))?(?:\/.*)?$/.exec(source) ?? []
  return isScheme(scheme, origin.protocol) && isHost(host, origin.hostname) && isPort(port, origin)
}

/** What is allowed in the clear is allowed under TLS. */
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
