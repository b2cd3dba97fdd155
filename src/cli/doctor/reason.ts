import { isRedirect, reasonSentence } from '../../server/upstream'
import { reasonOf, redirectOrigin } from '../../server/upstream-reason'
import { bodyOf } from '../superset-session'

/**
 * The reason that an answer gives for a refusal, as the last sentence of a finding. Empty if the answer does not give a
 * reason. It contains only words that a log may contain, see upstream-reason.ts.
 *
 * @param sent the body of the request
 */
export async function reasonIn(response: Response, sent?: unknown): Promise<string> {
  const { url, status, headers } = response
  if (!isRedirect(status)) return reasonSentence({ reason: reasonOf(await bodyOf(response), sent) })
  const origin = redirectOrigin(headers.get('location'), url, sent)
  return origin === undefined ? '' : ` It redirects to ${origin}.`
}
