import { isRedirect, reasonSentence } from '../../server/upstream'
import { reasonOf, redirectOrigin } from '../../server/upstream-reason'
import { bodyOf } from '../superset-session'

/**
 * The reason that an answer gives for a refusal, as the end of a finding; empty where it gives none. The words are those
 * that a log may contain, see upstream-reason.ts.
 *
 * @param sent the body of the request
 */
export async function reasonIn(response: Response, sent?: unknown): Promise<string> {
  const { url, status, headers } = response
  if (!isRedirect(status)) return reasonSentence({ reason: reasonOf(await bodyOf(response), sent) })
  const origin = redirectOrigin(headers.get('location'), url, sent)
  return origin === undefined ? '' : ` It redirects to ${origin}.`
}
