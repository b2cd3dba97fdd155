import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { currentUser, DASHBOARDS, ORDERS_DATASET } from './session.ts'

/**
 * Everybody sees what belongs to their organisation, and of the orders only those that are not drafts: a rule
 * without a dataset holds for all of them, so each needs the column.
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
