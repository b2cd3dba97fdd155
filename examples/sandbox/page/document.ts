/** What the server wrote into the document, which is all the page knows before a token comes. */

import { isAtLeast, isVersion, type Version } from '../versions'

const { dashboard = '', root = '', version, allowedDomains = '[]' } = document.documentElement.dataset

export const DASHBOARD_ID = dashboard

/** What stands before every path of the server. */
export const ROOT = root

export const FAULT = /^\/fault\/([\w-]+)/.exec(root)?.[1]

/** Origins that may frame it; none means any. */
export const ALLOWED_DOMAINS: readonly string[] = JSON.parse(allowedDomains)

/** Whether the release it passes for has what came with `since`. */
export function has(since: Version): boolean {
  return isAtLeast(isVersion(version) ? version : '6.1', since)
}
