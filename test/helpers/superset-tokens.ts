import { SignJWT } from 'jose'

export interface Signer {
  readonly guestSecret: string
  readonly audience: string
}

/** A guest token as Superset's own, for tests that need no app. */
export function signGuestToken(
  { guestSecret, audience }: Signer,
  dashboards: readonly string[],
  clauses: readonly string[] = [],
): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000)
  return new SignJWT({
    user: { username: 'viewer' },
    resources: dashboards.map((id) => ({ type: 'dashboard', id })),
    rls_rules: clauses.map((clause) => ({ clause })),
    type: 'guest',
    aud: audience,
    iat: nowSeconds - 5,
    exp: nowSeconds + 300,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(guestSecret))
}
