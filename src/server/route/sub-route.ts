/** The address of a request. It may be an address in full, or only a path, and of any form. */
export function addressOf(target: string): URL | undefined {
  const base = 'https://app.invalid'
  return URL.canParse(target, base) ? new URL(target, base) : undefined
}

/** Whether a request is for this route below the token route, for example `share` in `/guest-token/share`. */
export function isSubRoute(target: string, name: 'link' | 'rows' | 'share'): boolean {
  return new RegExp(`/${name}/?$`).test(addressOf(target)?.pathname ?? '')
}
