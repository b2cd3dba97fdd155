import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { currentUser, DASHBOARDS } from './session.ts'

/** A viewer with a role sees the dashboards of that role. The route returns other requested ids in `denied`. */
export function authorizeDashboards(request: Request): SupersetGrant | null {
  const user = currentUser(request)
  if (!user) return null
  return {
    viewer: user.id,
    dashboards: [
      ...(user.roles.includes('sales') ? [DASHBOARDS.sales] : []),
      ...(user.roles.includes('finance') ? [DASHBOARDS.finance] : []),
    ],
    rls: [{ clause: `organisation_id = ${user.organisationId}` }],
  }
}
