import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { currentUser, DASHBOARDS, ORDERS_DATASET } from './session.ts'

/** Each viewer sees their own orders, and Superset shows their name. */
export function authorizeUser(request: Request): SupersetGrant | null {
  const user = currentUser(request)
  if (!user) return null
  return {
    viewer: user.id,
    dashboards: [DASHBOARDS.sales],
    user: { username: user.id, firstName: user.firstName, lastName: user.lastName },
    rls: [{ clause: `sales_rep_id = ${user.salesRepId}`, datasets: [ORDERS_DATASET] }],
  }
}
