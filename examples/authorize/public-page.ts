import type { Request } from 'express'
import type { SupersetGrant } from 'guestpass/server'
import { DASHBOARDS } from './session.ts'

/**
 * On a public page nobody is signed in, and every visitor sees the same rows.
 *
 * The IP address identifies the visitor, so that the app needs no cookie, and each visitor has their own limits.
 * Superset receives a keyed hash of the address. Behind a proxy this needs the app's `trust proxy`.
 */
export function authorizeVisitor(request: Request): SupersetGrant {
  return {
    viewer: `visitor ${request.ip}`,
    dashboards: [DASHBOARDS.status],
    rls: [{ clause: "visibility = 'public'" }],
  }
}
