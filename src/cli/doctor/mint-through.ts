import type { GrantBase } from '../../server/grant'
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
export async function mintThrough<G extends GrantBase>(
  createIssuer: (fetch: Fetch) => Issuer<G>,
  fetch: Fetch,
  grant: unknown,
): Promise<Response> {
  const { answer } = await recordAnswer(fetch, (recording, signal) => {
    const issuer = createIssuer(recording)
    const parsed = issuer.parseGrant(grant)
    return issuer.mint(parsed, parsed.dashboards, signal)
  })
  return answer
}
