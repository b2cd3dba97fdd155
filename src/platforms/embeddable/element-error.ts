import { GuestpassError } from '../../core/errors'
import { ownProperties } from '../../core/own-properties'

/**
 * How services report a token that they refuse. Embeddable does not publish its own sentences, so these are the common
 * ones: of HTTP, of jsonwebtoken and of API gateways. Each sentence contains what is wrong with the token.
 */
const REFUSALS = [
  /\b(?:invalid|expired|missing|malformed|revoked|unknown|bad|no) (?:[a-z]+ ){0,2}(?:token|jwt)\b(?! ?['"<(`])/,
  /\b(?:token|jwt) (?:(?:is|was|has|has been) )*(?:invalid|expired|missing|malformed|revoked|unknown|required|refused|rejected)\b/,
  /\b(?:token|jwt) (?:[a-z]+ )?(?:not (?:be |been )?(?:valid|accepted|verified|found|authori[sz]ed|provided)|must be provided)\b/,
  /\b(?:token|jwt)\b.{0,40}\b40[13]\b|\b40[13]\b.{0,40}\b(?:token|jwt)\b/,
  /\b(?:status|status code|http|error)[ :]{1,2}401\b/,
  /^(?:error: )?(?:http )?(?:40[13][: ]{0,2})?(?:unauthori[sz]ed|forbidden|not authori[sz]ed)[.!]?$/,
]

/**
 * What only the sentences of JavaScript engines contain: "Unexpected token '<'", "Invalid or unexpected token", "undefined
 * is not an object". The element reports such errors of the dashboard in the same event.
 */
const JAVASCRIPT =
  /\b(?:syntax|type|reference|range|eval|uri)error\b|\bunexpected\b|\bunrecognized\b|\bundefined\b|\bis not (?:a|an|defined|iterable)\b|\bcannot read\b|\bjson\b/

/**
 * Only the event's documented shape with a text can report a refused token. The element's own message may contain a query,
 * and with it a value of the security context. It stays in the event, because our errors are logged.
 */
export function errorOf(detail: unknown): GuestpassError {
  const { errorMessage } = ownProperties(detail)
  return typeof errorMessage === 'string' && isRefusal(errorMessage.trim().toLowerCase())
    ? new GuestpassError('token-refused', 'Embeddable refused the token.')
    : new GuestpassError('dashboard-failed', 'A part of the dashboard does not load.')
}

function isRefusal(message: string): boolean {
  return !JAVASCRIPT.test(message) && REFUSALS.some((words) => words.test(message))
}
