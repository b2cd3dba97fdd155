/**
 * For tests on a server, against the real Superset: the proof that tenants are kept apart.
 *
 * @module guestpass/testing/server
 */

export type * from '../../core/descriptor'
export { GuestpassError } from '../../core/errors'
export type { RowValue } from '../../core/rows'
export { type GrantUnderTest, type IsolationOptions, proveIsolation } from '../../isolation/prove-isolation'
export type { FindingCode, IsolationFinding, IsolationReport } from '../../isolation/report'
