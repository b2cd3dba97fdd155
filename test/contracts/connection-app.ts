/** The token route on which the connection contract runs. Next.js compiles this file too, so it imports only the package. */

import { GuestpassError, type SupersetGrant, supersetJwt } from 'guestpass/server'

const signing = supersetJwt({
  url: 'https://bi.example.com',
  secret: 'the-guest-secret-of-this-test-is-long',
  audience: 'superset',
})

/** The viewer is what the header `x-viewer` contains. Some viewers stand for a failure. */
export const connectionApp = {
  issuer: {
    ...signing,
    mint: async (...args: Parameters<typeof signing.mint>) => {
      const [{ viewer }] = args
      if (viewer === 'issuer-refused' || viewer === 'issuer-unavailable') {
        throw new GuestpassError(viewer, 'The issuer of this test fails.')
      }
      return signing.mint(...args)
    },
  },
  authorize({ headers }: { readonly headers: unknown }): SupersetGrant | null {
    const viewer = viewerIn(headers)
    if (viewer === 'nobody') return null
    if (viewer === 'authorize-failed') throw new Error('The session store of this test is down.')
    return { viewer, dashboards: ['d1'], rls: viewer === 'grant-invalid' ? ([] as never) : 'all-rows' }
  },
  onDenied() {},
  onError() {},
}

function viewerIn(headers: unknown): string {
  const value =
    headers instanceof Headers
      ? headers.get('x-viewer')
      : (headers as Readonly<Record<string, unknown>>)['x-viewer']
  return typeof value === 'string' ? value : 'ana'
}
