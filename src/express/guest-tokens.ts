import type { Request, RequestHandler } from 'express'
import type { ViewerGrant } from '../server/grant'
import { createTokenRoute, type GuestTokensOptions } from '../server/route/route'
import { mountRoute } from './mount-route'

/**
 * The token route as Express middleware, for Express 4 and 5. It needs no body parser, and accepts one before it. It also
 * answers `GET {tokenUrl}/link`.
 *
 * @throws {GuestpassError} `option-invalid`
 * @example
 * app.use('/guest-token', guestTokens({ issuer, authorize }))
 */
export function guestTokens<G extends ViewerGrant>(options: GuestTokensOptions<G, Request>): RequestHandler {
  return mountRoute(createTokenRoute(options))
}
