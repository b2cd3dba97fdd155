/**
 * How the browser says as whom it wants to look: a cookie with a preset's name and nothing else. What the preset holds
 * stays on the server, and a name that the server does not know is refused.
 */

/** Ends with the browser. */
const COOKIE = 'guestpass-view-as'

/** The name in a Cookie header or in `document.cookie`; what cannot be read is a name that nobody has. */
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
export function viewerAs(viewer: string, preset: string | undefined): string {
  return preset === undefined ? viewer : `${viewer} as ${preset}`
}
