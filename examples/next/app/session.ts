/** STAND-IN for the app's real sign-in: whoever sends this cookie is Ana. */
export interface User {
  readonly id: string
  readonly country: 'USA' | 'France'
}

const USERS: Readonly<Record<string, User>> = { 'session-of-ana': { id: 'ana', country: 'USA' } }

export function userOf({ headers }: Request): User | undefined {
  const session = /(?:^|; )app_session=([^;]*)/.exec(headers.get('cookie') ?? '')?.[1]
  return session !== undefined && Object.hasOwn(USERS, session) ? USERS[session] : undefined
}
