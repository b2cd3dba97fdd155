/**
 * How the browser chooses a profile: a cookie that contains only the name of the profile. The content of the profile stays on
 * the server, and a name that the server does not have is refused.
 */

/** Ends with the browser. */
const COOKIE = 'guestpass-view-as'

/** The name in a Cookie header or in `document.cookie`. A text that cannot be decoded is returned as it is, and is refused. */
export function readViewAs(cookies: string): string | undefined {
  const pair = cookies.split(/;\s*/).find((one) => one.startsWith(`${COOKIE}=`))
  const value = pair?.slice(COOKIE.length + 1)
  if (!value) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** For `document.cookie`; `undefined` looks with one's own eyes again. */
export function viewAsCookie(name: string | undefined): string {
  const ends = name === undefined ? '; max-age=0' : ''
  return `${COOKIE}=${encodeURIComponent(name ?? '')}; path=/; samesite=lax${ends}`
}

/** Another viewer for everything that is kept by viewer: tokens, limits, what a canvas was left as. */
export function viewerAs(viewer: string, profile: string | undefined): string {
  return profile === undefined ? viewer : `${viewer} as ${profile}`
}
