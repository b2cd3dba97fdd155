/** The route of the connection contract in a Next.js app: `scripts/examples-next.ts` copies it into the built example. */

import { guestTokenHandler } from 'guestpass/server'
import { connectionApp } from '../contracts/connection-app'

const handler = guestTokenHandler(connectionApp)

export const POST = handler
/** Next.js answers a method without an export itself. */
export function PUT(request: Request): Promise<Response> {
  return handler(request)
}
