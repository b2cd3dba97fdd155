/** The path of a page of the app, as a link in a dashboard names it. The link page and the app both check it. */

/** The `type` of the message that the link page posts to the app: `{ type, to }`. */
export const LINK_MESSAGE = 'guestpass:link'

/** Servers accept addresses of 4,000 bytes and more. */
export const MAX_LINK_CHARACTERS = 2_000

/** `URL` has no side effects, so core may use it. The TypeScript libraries with which core is compiled do not declare it. */
declare const URL: new (address: string, base: string) => { readonly href: string }

/** Any origin: the check has the same result on each host. */
const ORIGIN = 'https://app.invalid'

/**
 * Returns the path with its query and fragment, as `location` would report it, or `undefined` for anything else than a
 * path on the app's own origin:
 *
 * - it starts with one slash, and contains neither `//` nor a backslash, because `//host` and `/\host` lead to a host
 * - it does not start with `/%2F` or `/%5C`, which a router may decode to `//host`
 * - it contains no control character and no half of a surrogate pair, which URLs drop or replace
 * - it has at most 2,000 characters
 */
export function readAppPath(to: unknown): string | undefined {
  if (typeof to !== 'string' || to.length > MAX_LINK_CHARACTERS) return undefined
  if (!to.startsWith('/') || /\/\/|\\|[\p{Cc}\p{Cs}]/u.test(to)) return undefined
  const { href } = new URL(to, ORIGIN)
  // After dots are resolved: `/./%2F` and `/a/../%5C` start with an encoded slash, too.
  const path = href.slice(ORIGIN.length)
  return href.startsWith(ORIGIN) && /^\/(?!\/|%2f|%5c)/i.test(path) ? path : undefined
}
