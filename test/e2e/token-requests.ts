import type { Host } from './fixtures.ts'

/** How often the page has asked for tokens. */
export function tokenRequests(host: Host): Promise<number> {
  return host.page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/guest-token')).length,
  )
}
