/** Stands in for `next/headers` where a file of the example is compiled, or runs, without Next.js. */

interface CookieOptions {
  readonly httpOnly?: boolean
  readonly secure?: boolean
  readonly sameSite?: 'lax' | 'strict' | 'none'
}

const jar = new Map<string, string>()

export async function cookies() {
  return {
    get(name: string) {
      const value = jar.get(name)
      return value === undefined ? undefined : { name, value }
    },
    set(name: string, value: string, _options?: CookieOptions): void {
      jar.set(name, value)
    },
    delete(name: string): void {
      jar.delete(name)
    },
  }
}
