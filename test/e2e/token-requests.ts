import type { Host } from './fixtures.ts'

/** A route whose tokens are not renewed within a test, however long a slow machine takes for it. */
export const LONG_LIVED = '/long-lived/guest-token'

/** How often the page has asked for tokens. */
export function tokenRequests(host: Host): Promise<number> {
  return host.page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/guest-token')).length,
  )
}
