/** A cookie as an answer sets it, without its value. */
export interface SetCookie {
  readonly name: string
  readonly isSecure: boolean
  readonly isHttpOnly: boolean
  /** In lower case. `undefined` if the cookie has no SameSite: most browsers then use `lax`. */
  readonly sameSite: string | undefined
  /** The host whose answer sets the cookie. Cookies ignore ports. */
  readonly host: string
  /** The domain, whose sub-domains get the cookie too. `undefined`: only `host` gets it. */
  readonly domain: string | undefined
  readonly path: string
}

/** The cookies that an answer sets. @param address the address of the request */
export function cookiesOf({ headers }: Response, address: string): readonly SetCookie[] {
  const { hostname: host, pathname } = new URL(address)
  return headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const named = (name: string) =>
      attributes.find(
        (attribute) => attribute.toLowerCase() === name || attribute.toLowerCase().startsWith(`${name}=`),
      )
    const attribute = (name: string) => named(name)?.split('=')[1]?.trim()
    const path = attribute('path')
    return {
      name: pair.split('=')[0] ?? '',
      isSecure: named('secure') !== undefined,
      isHttpOnly: named('httponly') !== undefined,
      sameSite: attribute('samesite')?.toLowerCase(),
      host,
      domain: attribute('domain')?.toLowerCase().replace(/^\./, '') || undefined,
      path: path?.startsWith('/') ? path : defaultPath(pathname),
    }
  })
}

/** The default path of a cookie: the folder of the address (RFC 6265, 5.1.4). */
function defaultPath(pathname: string): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')))
}

/** Whether a browser sends the cookie with requests to this address. RFC 6265, 5.4. */
export function isSentTo({ host, domain, path }: SetCookie, address: string): boolean {
  const { hostname, pathname } = new URL(address)
  const isHost = domain === undefined ? hostname === host : `.${hostname}`.endsWith(`.${domain}`)
  return isHost && (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
}
