/** The cookies of one session with one host, as the host last set them: it may change them with any answer. */
export interface CookieJar {
  store(headers: Headers): void
  /** For the Cookie header. */
  header(): string
}

/** Superset sets one cookie, and a load balancer a few. A host may set new names for ever: the first 50 are kept. */
const MAX_COOKIES = 50
/** Of name and value together, as in browsers. A longer cookie is ignored. */
const MAX_COOKIE_CHARACTERS = 4_096

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()

  function keep(name: string, value: string): void {
    const hasRoom = cookies.has(name) || cookies.size < MAX_COOKIES
    if (hasRoom && name.length + value.length <= MAX_COOKIE_CHARACTERS) cookies.set(name, value)
  }

  return {
    store(headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';')
        const [name = '', ...value] = pair.split('=')
        if (attributes.some(isEnd)) cookies.delete(name.trim())
        else keep(name.trim(), value.join('=').trim())
      }
    },
    header: () => Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '),
  }
}

/** `Max-Age=0` or an `Expires` in the past: the host takes the cookie back. */
function isEnd(attribute: string): boolean {
  const [name = '', value = ''] = attribute.trim().split('=')
  if (/^max-age$/i.test(name)) return Number(value) <= 0
  return /^expires$/i.test(name) && Date.parse(value) <= Date.now()
}
