import type { systemClock } from '../../client/clock'
import type { deadlineMs } from '../../client/deadline'
import type { onPolicyViolation } from '../../client/policy-violation'
import type { onDeadline } from '../../client/visible-time'
import type { GuestpassError, toGuestpassError } from '../../core/errors'
import type { expiresInMs } from '../../core/guest-token'

/**
 * What the part that is loaded on demand receives from the part that is loaded with the page. If it imported these itself,
 * a bundler would split the first part in two, and every page without Embeddable would load 500 B more.
 */
export interface Dependencies {
  readonly GuestpassError: typeof GuestpassError
  readonly toGuestpassError: typeof toGuestpassError
  readonly deadlineMs: typeof deadlineMs
  readonly expiresInMs: typeof expiresInMs
  readonly onDeadline: typeof onDeadline
  readonly onPolicyViolation: typeof onPolicyViolation
  readonly systemClock: typeof systemClock
}
