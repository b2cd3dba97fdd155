import type { GrantBase } from '../../server/grant'
import type { Issuer } from '../../server/issuer'
import { LIMIT_MS } from '../../server/upstream'

type Fetch = typeof globalThis.fetch

/**
 * Mints one token through an issuer of the server, as an app does it, so that the doctor tests the issuer, too.
 *
 * @param createIssuer called with the `fetch` that the issuer has to use
 * @returns the service's last answer. The error of the issuer is written for apps, and the doctor explains the answer.
 * @throws what `fetch` threw when there is no answer
 */
export async function mintThrough<G extends GrantBase>(
  createIssuer: (fetch: Fetch) => Issuer<G>,
  fetch: Fetch,
  grant: unknown,
): Promise<Response> {
  let answer: Response | undefined
  let failure: unknown
  const issuer = createIssuer(async (input, init) => {
    try {
      const response = await fetch(input, init)
      answer = response.clone()
      return response
    } catch (error) {
      failure = error
      throw error
    }
  })
  const parsed = issuer.parseGrant(grant)
  const minting = issuer.mint(parsed, parsed.dashboards as readonly string[], AbortSignal.timeout(LIMIT_MS))
  const error = await minting.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (answer) return answer
  throw failure ?? error
}
