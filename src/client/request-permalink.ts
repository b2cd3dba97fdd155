import { GuestpassError } from '../core/errors'
import { ownProperties } from '../core/own-properties'
import { isId } from '../core/view-id'
import { type MountedRoute, post } from './token-route'

/** A permalink of Superset. */
export interface StoredPermalink {
  readonly key: string
  /** The ids of filters and the numbers of tables that it does not have. */
  readonly leftOut: readonly unknown[]
}

/**
 * Asks `{tokenUrl}/share` for a permalink with the values of a dashboard's filters and the states of its tables.
 *
 * @throws {GuestpassError} `not-supported` without a token route, `reply-invalid`, and the code of an answer that refuses
 */
export async function requestPermalink(
  route: MountedRoute | undefined,
  dashboard: string,
  view: object,
): Promise<StoredPermalink> {
  if (!route) throw new GuestpassError('not-supported', NO_ROUTE)
  const { tokenUrl, viewer } = route
  const shareUrl = tokenUrl.replace(/\/?(?=[?#]|$)/, '/share')
  const { key, leftOut } = ownProperties(await post(route, shareUrl, { dashboard, ...view, viewer }))
  if (!isId(key)) throw new GuestpassError('reply-invalid', NO_KEY)
  return { key, leftOut: Array.isArray(leftOut) ? leftOut : [] }
}

const NO_ROUTE = 'A permalink needs a token route (`tokenUrl`). `fetchGuestToken` cannot make a permalink.'
const NO_KEY = 'The reply of the token route does not contain the key of a permalink. Check tokenUrl.'
