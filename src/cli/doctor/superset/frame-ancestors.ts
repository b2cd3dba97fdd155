/** Whether a page at `origin` may frame a page at `own`, as its `frame-ancestors` say; undefined without any. */
export function isAncestorAllowed(csp: string | null, origin: string, own: string): boolean | undefined {
  const sources = frameAncestors(csp)
  return sources?.some((source) => matches(source.toLowerCase(), new URL(origin), new URL(own)))
}

/** The sources of the directive. Browsers hold several policies together; Superset sends one. */
export function frameAncestors(csp: string | null): readonly string[] | undefined {
  const directives = (csp ?? '').split(/[;,]/).map((one) => one.trim().split(/\s+/))
  return directives.find(([name]) => name?.toLowerCase() === 'frame-ancestors')?.slice(1)
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
