/** The route of the connection contract in a Next.js app: `scripts/examples-next.ts` copies it into the built example. */

import { guestTokenHandler } from 'guestpass/server'
import { connectionApp } from '../contracts/connection-app'

export const POST = guestTokenHandler(connectionApp)
export const PUT = POST
