import { isSameSite } from './sites'

/** The origin of a foreign page. A name below `.invalid` cannot be registered (RFC 2606). */
export const STRANGER = 'https://guestpass-doctor.invalid'

/** An embed id that no grant contains. */
const NO_DASHBOARD = 'guestpass-doctor'

/** The request that a page at `origin` sends to the token route when nobody is signed in. */
export async function askedBy(
  origin: string,
  tokenUrl: string,
  dashboard: string = NO_DASHBOARD,
): Promise<RequestInit & { readonly headers: Readonly<Record<string, string>> }> {
  const isSameOrigin = new URL(tokenUrl).origin === origin
  const isOwnSite = await isSameSite(origin, tokenUrl)
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin,
      'sec-fetch-site': isSameOrigin ? 'same-origin' : isOwnSite ? 'same-site' : 'cross-site',
      'sec-fetch-mode': 'cors',
    },
    body: JSON.stringify({ dashboards: [dashboard] }),
  }
}
