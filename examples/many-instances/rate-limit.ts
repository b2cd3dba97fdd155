import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { RedisStore } from 'rate-limit-redis'
import type { createClient } from 'redis'

export interface RateLimits {
  /** The limit for each session of a signed-in viewer. @default 60 a minute */
  readonly perViewer?: number
  /** For visitors without a session, by their address. @default 20 a minute */
  readonly perAddress?: number
}

/** Limits how often a viewer asks for tokens, over all instances of the app. Goes in front of the token route. */
export function limitTokens(
  redis: Pick<ReturnType<typeof createClient>, 'sendCommand'>,
  sessionOf: (request: Request) => string | undefined,
  { perViewer = 60, perAddress = 20 }: RateLimits = {},
): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: (request) => (sessionOf(request) === undefined ? perAddress : perViewer),
    // The session as the server knows it: never a header or a body, which the browser can change at will.
    keyGenerator(request) {
      const session = sessionOf(request)
      // Behind a proxy `request.ip` is the proxy's address, unless Express trusts the proxy: app.set('trust proxy', 1).
      return session === undefined ? `address:${ipKeyGenerator(request.ip ?? '')}` : `session:${session}`
    },
    store: new RedisStore({
      prefix: 'guest-token-limit:',
      sendCommand: (...args) => redis.sendCommand(args),
    }),
    // While Redis is down, requests are not limited and not refused.
    passOnStoreError: true,
    // Also what sets Retry-After, which the page keeps to.
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // The shape of the route's own errors, so that the page recognises the code.
    message: { code: 'rate-limited', message: 'Too many tokens were asked for: try again in a minute.' },
  })
}
