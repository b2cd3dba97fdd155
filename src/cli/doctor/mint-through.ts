import type { ParsedGrant, ViewerGrant } from '../../server/grant'
import type { Issuer } from '../../server/issuer'
import { recordAnswer } from '../recorded-answer'

type Fetch = typeof globalThis.fetch

/**
 * Mints one token through an issuer of the server, as an app does it, so that the doctor tests the issuer, too.
 *
 * @param createIssuer called with the `fetch` that the issuer has to use
 * @returns the service's last answer
 * @throws the error of `fetch`, when a call failed
 */
export async function mintThrough<G extends ViewerGrant>(
  createIssuer: (fetch: Fetch) => Issuer<G>,
  fetch: Fetch,
  grant: ParsedGrant & Readonly<Record<string, unknown>>,
): Promise<Response> {
  const { answer } = await recordAnswer(fetch, (recording, signal) => {
    const issuer = createIssuer(recording)
    return issuer.mint(issuer.parseGrant(grant), grant.dashboards, signal)
  })
  return answer
}
