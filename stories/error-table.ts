/** What differs between the errors. All of it is read from the table of errors and from the component's own texts. */

import { GuestpassError, type GuestpassErrorCode, type Retry } from 'guestpass'
import { kindOf } from '../src/core/errors'
import { messageOf, textsOf } from '../src/react/messages'

export interface ErrorRow {
  readonly code: GuestpassErrorCode
  /** What the viewer reads. */
  readonly sentence: string
  readonly retry: Retry
  /** The words on the button. */
  readonly button: string
  /** The heading of the folded part for developers. `undefined` without that part. */
  readonly details: string | undefined
}

export function rowOf(code: GuestpassErrorCode): ErrorRow {
  const texts = textsOf()
  const error = new GuestpassError(code, '')
  return {
    code,
    sentence: messageOf(error, texts),
    retry: error.retry,
    button: texts.retry,
    details: kindOf(error).audience === 'viewer' ? undefined : texts.details,
  }
}

/** How an app meets each code. The compiler checks that no code is missing. */
const MET: Readonly<
  Record<GuestpassErrorCode, 'cover' | 'cover of Embeddable' | 'onWarning' | 'call' | 'server'>
> = {
  'session-ended': 'cover',
  denied: 'cover',
  'viewer-mismatch': 'cover',
  'cross-site-refused': 'cover',
  'request-invalid': 'cover',
  'method-not-allowed': 'cover',
  'payload-too-large': 'cover',
  'unsupported-media-type': 'cover',
  'request-timeout': 'cover',
  'rate-limited': 'cover',
  'authorize-failed': 'cover',
  'grant-invalid': 'cover',
  'issuer-refused': 'cover',
  'issuer-unavailable': 'cover',
  'route-unreachable': 'cover',
  'reply-invalid': 'cover',
  'token-undecodable': 'cover',
  'lifetime-too-short': 'cover',
  unreachable: 'cover',
  blank: 'cover',
  'timed-out': 'cover',
  'token-refused': 'cover',
  'blocked-by-csp': 'cover',
  'option-invalid': 'cover',
  'not-supported': 'cover',
  'dashboard-failed': 'cover of Embeddable',
  'view-incomplete': 'onWarning',
  'dashboard-left': 'onWarning',
  'call-failed': 'call',
  unmounted: 'call',
  'cache-unavailable': 'server',
}

const CODES = Object.keys(MET) as readonly GuestpassErrorCode[]

/** The codes that a viewer can meet in place of a Superset dashboard. Each has a story. */
export const COVERING = CODES.filter((code) => MET[code] === 'cover')

/** The other codes, and where the app meets them. */
export const OTHERS = CODES.filter((code) => MET[code] !== 'cover').map((code) => ({
  code,
  where: MET[code],
}))
