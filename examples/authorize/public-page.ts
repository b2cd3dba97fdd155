import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { DASHBOARDS } from './session.ts'

/**
 * On a public page nobody is signed in, and everybody sees the same rows.
 *
 * The visitor's address stands for who they are: no cookie has to be asked for, and one visitor's limits are not
 * another's. Superset is told a keyed hash of it. Behind a proxy this needs the app's `trust proxy`.
 */
export function authorizeVisitor(request: Request): SupersetGrant {
  return {
    viewer: `visitor ${request.ip}`,
    dashboards: [DASHBOARDS.status],
    rls: [{ clause: "visibility = 'public'" }],
  }
}
