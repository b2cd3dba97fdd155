/**
 * `POST {tokenUrl}/share`: stores a view that does not fit into an address as a permalink of Superset, with the account of
 * the issuer. The request has the steps of a token request (`route.ts`): its head and its body are checked, `authorize`
 * returns the grant, and only a granted dashboard is shared.
 *
 * A token route can itself be mounted at a path that ends with `/share`. So the body decides: a token request has
 * `dashboards`, and this request has `dashboard`.
 */

import { GuestpassError } from '../../core/errors'
import { readTableStates } from '../../core/table-states'
import type { ViewerGrant } from '../grant'
import type { CombinedIssuer } from '../issuer'
import { readFilterValues } from '../permalink/filter-values'
import type { Permalink, PermalinkView } from '../permalink/permalink'
import { isSubRoute } from './sub-route'

export interface SharedView extends PermalinkView {
  readonly dashboard: string
}

/** `undefined` for a token request. Throws `request-invalid`. */
export function readSharedView(
  target: string,
  fields: Readonly<Record<string, unknown>>,
): SharedView | undefined {
  const isShare = isSubRoute(target, 'share') && !Object.hasOwn(fields, 'dashboards')
  if (!isShare) return undefined
  const { dashboard } = fields
  const filters = readFilterValues(fields.filters)
  const tables = readTableStates(fields.tables === undefined ? {} : fields.tables)
  if (typeof dashboard === 'string' && dashboard !== '' && filters && tables) {
    return { dashboard, filters, tables }
  }
  throw new GuestpassError(
    'request-invalid',
    'The request body must be JSON such as { "dashboard": "embed id", "filters": { "NATIVE_FILTER-x": ["value"] }, "tables": { "33": [{ "name": "column", "sort": "asc" }] }, "viewer": "key" }. Only tables and viewer are optional.',
  )
}

/** Throws `denied` for a dashboard that is not granted, `not-supported`, and what the issuer throws. */
export async function createPermalink<G extends ViewerGrant>(
  issuer: CombinedIssuer<G>,
  grant: G,
  { dashboard, filters, tables }: SharedView,
  signal: AbortSignal,
): Promise<Permalink> {
  const part = issuer.partsOf(grant).find((entry) => entry.grant.dashboards.includes(dashboard))
  if (!part) {
    throw new GuestpassError('denied', 'The dashboard is not in the grant that authorize returned.')
  }
  if (!part.issuer.createPermalink) {
    throw new GuestpassError(
      'not-supported',
      'The issuer has no account that could make a permalink. Use supersetApi, or share a smaller view without sorted tables.',
    )
  }
  return part.issuer.createPermalink(dashboard, { filters, tables }, signal)
}
