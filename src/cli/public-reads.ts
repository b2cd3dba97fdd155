import { bodyOf } from './superset-session'

/** What an account reads through the commands, by the name of the permission. */
const READ: Readonly<Record<string, string>> = {
  Dashboard: '/api/v1/dashboard/',
  Chart: '/api/v1/chart/',
  Dataset: '/api/v1/dataset/',
  Database: '/api/v1/database/',
}

/**
 * What the role Public may read. Flask-AppBuilder checks Public's permissions before the account. If Public has the
 * permission, Superset answers every request as one of an anonymous visitor, even the request of an administrator.
 */
export async function publicReads(
  getAsNobody: (path: string) => Promise<Response>,
  names: readonly string[] = Object.keys(READ),
): Promise<readonly string[]> {
  const read = await Promise.all(
    names.map(async (name) => {
      const response = await getAsNobody(READ[name] ?? '/')
      // The login page of a proxy also has the status 200.
      const { result } = Object(await bodyOf(response))
      return response.status === 200 && Array.isArray(result) ? [name] : []
    }),
  )
  return read.flat()
}

/** @param names as `publicReads` returns them, at least one */
export const publicReadsSentence = (names: readonly string[]): string =>
  `The role Public has can_read on ${names.join(', ')}, so Superset answers every account as an anonymous visitor.`

export const takeFromPublic = (names: readonly string[]): string =>
  `Take can_read on ${names.join(', ')} from Public (Settings → List Roles), and give guests a role of their own (GUEST_ROLE_NAME).`
