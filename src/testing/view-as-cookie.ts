/**
 * How the browser chooses a profile: a cookie that contains only the name of the profile. The content of the profile stays on
 * the server, and a name that the server does not have is refused.
 */

/** A session cookie: the browser deletes it when it closes. */
const COOKIE = 'guestpass-view-as'

/** The name in a Cookie header or in `document.cookie`. A text that cannot be decoded is returned as it is, and is refused. */
export function readViewAs(cookies: string): string | undefined {
  const pair = cookies.split(/;\s*/).find((text) => text.startsWith(`${COOKIE}=`))
  const value = pair?.slice(COOKIE.length + 1)
  if (!value) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The text to assign to `document.cookie`. `undefined` deletes the cookie. */
export function viewAsCookie(name: string | undefined): string {
  const expiry = name === undefined ? '; max-age=0' : ''
  return `${COOKIE}=${encodeURIComponent(name ?? '')}; path=/; samesite=lax${expiry}`
}

/** The viewer key for a profile. It differs from the viewer's own key, so that tokens, limits and canvas states are separate. */
export function viewerAs(viewer: string, profile: string | undefined): string {
  return profile === undefined ? viewer : `${viewer} as ${profile}`
}
