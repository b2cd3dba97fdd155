import { isSameSite } from './sites'

/** A page of nobody's: the name cannot be registered. */
export const STRANGER = 'https://guestpass-doctor.invalid'

/** An id that no grant holds. */
const NO_DASHBOARD = 'guestpass-doctor'

/** What a page at `origin` sends to the token route, without anybody's session. */
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
