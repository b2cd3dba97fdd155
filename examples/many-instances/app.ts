/** The token route of an app that runs in many instances: one cache and one set of limits for all of them. */

import KeyvRedis from '@keyv/redis'
import express, { type Express, type Request } from 'express'
import { guestTokens } from 'guestpass/express'
import { type GuestTokensOptions, type SupersetGrant, supersetApi } from 'guestpass/server'
import Keyv from 'keyv'
import { createClient } from 'redis'
import { limitTokens, type RateLimits } from './rate-limit.ts'

export interface ManyInstancesOptions extends Pick<GuestTokensOptions<SupersetGrant, Request>, 'authorize'> {
  readonly redisUrl: string
  readonly superset: { readonly url: string; readonly username: string; readonly password: string }
  /** The newest first. */
  readonly cacheSecrets: readonly [string, ...string[]]
  readonly sessionOf: (request: Request) => string | undefined
  readonly limits?: RateLimits
}

export async function createInstance(options: ManyInstancesOptions) {
  const { redisUrl, cacheSecrets, sessionOf, authorize, limits } = options
  const { url, username, password } = options.superset
  const adapter = new KeyvRedis(redisUrl)
  const store = new Keyv(adapter)
  // The limiter waits for Redis, so a command has to fail at once when Redis is down.
  const redis = createClient({ url: redisUrl, disableOfflineQueue: true })
  // While Redis is down, both emit an error on every try to reconnect. `onError` reports the outage once.
  redis.on('error', () => {})
  store.on('error', () => {})
  await redis.connect()

  const app: Express = express()
  app.use(
    '/guest-token',
    limitTokens(redis, sessionOf, limits),
    guestTokens({
      issuer: supersetApi({ url, username, password }),
      authorize,
      cache: { store, secrets: cacheSecrets },
      onError: ({ code, message }) => console.error(code, message),
    }),
  )
  return {
    app,
    async stop() {
      redis.destroy()
      await adapter.disconnect(true)
    },
  }
}
