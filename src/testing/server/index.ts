/**
 * Testing tools that run on a server, against the real Superset: the proof that tenants cannot see each other's rows.
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
