import { type MountedRoute, post } from './token-route'

/**
 * Asks `{tokenUrl}/share` for a permalink with the values of a dashboard's filters and the states of its tables. The answer can be anything. Rejects with
 * the code of an answer that refuses.
 */
export function requestPermalink(route: MountedRoute, dashboard: string, view: object): Promise<unknown> {
  const { tokenUrl, viewer } = route
  return post(route, tokenUrl.replace(/\/?(?=[?#]|$)/, '/share'), { dashboard, ...view, viewer })
}
