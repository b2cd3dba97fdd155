/**
 * For tests on a server, against the real Superset: the proof that tenants are kept apart.
 *
 * @module guestpass/testing/server
 */

export { GuestpassError } from '../../core/errors'
export { type GrantUnderTest, type IsolationOptions, proveIsolation } from '../../isolation/prove-isolation'
export type {
  FindingCode,
  IsolationFinding,
  IsolationReport,
  RuleOfGrant,
} from '../../isolation/report'
export type * from '../../server'
