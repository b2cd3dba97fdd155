import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { currentUser, DASHBOARDS, ORDERS_DATASET } from './session.ts'

/**
 * Each viewer sees the rows of their organisation, and only orders that are not drafts. A rule without a dataset
 * applies to all datasets, so each dataset needs the column.
 */
export function authorizeOrganisation(request: Request): SupersetGrant | null {
  const user = currentUser(request)
  if (!user) return null
  return {
    viewer: user.id,
    dashboards: [DASHBOARDS.sales],
    rls: [
      { clause: `organisation_id = ${user.organisationId}` },
      { clause: "status <> 'draft'", datasets: [ORDERS_DATASET] },
    ],
  }
}
