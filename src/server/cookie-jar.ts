/** The cookies of one session with one host, as the host last set them: it may change them with any answer. */
export interface CookieJar {
  take(headers: Headers): void
  /** For the Cookie header. */
  header(): string
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    take(headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';')
        const [name = '', ...value] = pair.split('=')
        if (attributes.some(isEnd)) cookies.delete(name.trim())
        else cookies.set(name.trim(), value.join('=').trim())
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
