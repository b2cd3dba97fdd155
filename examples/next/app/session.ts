import { cookies } from 'next/headers'

export interface User {
  readonly id: string
  readonly country: 'USA' | 'France'
}

/** Superset's own cookie is called `session`. It would replace a cookie of that name where both run on one host. */
export const SESSION_COOKIE = 'app_session'

/** STAND-IN for the app's real sign-in: whoever sends this cookie is Ana. */
const USERS: Readonly<Record<string, User>> = { 'session-of-ana': { id: 'ana', country: 'USA' } }

/** The person who is signed in, for the token route and for the layout. */
export async function currentUser(): Promise<User | undefined> {
  const session = (await cookies()).get(SESSION_COOKIE)?.value ?? ''
  return Object.hasOwn(USERS, session) ? USERS[session] : undefined
}
