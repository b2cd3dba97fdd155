/** One server of the comparison in its own process: `node peer.ts <name>` prints its address and ends with its input. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import KeyvRedis from '@keyv/redis'
import express, { type Express } from 'express'
import { guestTokens } from 'guestpass/express'
import { type Issuer, type SupersetGrant, supersetApi, supersetJwt } from 'guestpass/server'
import jwt from 'jsonwebtoken'
import Keyv from 'keyv'

export type PeerName = keyof typeof PEERS

export interface PeerSettings {
  readonly url: string
  readonly secret: string
  readonly audience: string
  readonly username: string
  readonly password: string
  readonly dashboard: string
  readonly redisUrl: string
}

const settings: PeerSettings = JSON.parse(process.env.PEER_SETTINGS ?? '{}')
const { url, secret, audience, username, password, dashboard, redisUrl } = settings
const signing = { url, secret, audience }
const account = { url, username, password }

const PEERS = {
  /** What people write first: it checks nothing, and signs. */
  bare: () =>
    express().post('/guest-token', (_request, response) => {
      const token = jwt.sign(
        {
          user: { username: nextViewer() },
          resources: [{ type: 'dashboard', id: dashboard }],
          rls_rules: [{ clause: 'org_id = 7' }],
          type: 'guest',
          aud: audience,
        },
        secret,
        { expiresIn: 300 },
      )
      response.json({ token })
    }),
  /** A thousand viewers in turn, as at their renewals: each token is signed. */
  signed: () => mounted(supersetJwt(signing), nextViewer),
  /** The tabs of one viewer. Requests at the same time share a token. */
  shared: () => mounted(supersetJwt(signing), () => 'ana'),
  /** An app with another route beside the token route. */
  visited: () =>
    mounted(supersetJwt(signing), nextViewer).get('/other', (_, response) => void response.send('hello')),
  /** A hundred viewers, whose tokens are asked of a real Superset once and kept in Redis. */
  cached: () =>
    mounted(supersetApi(account), () => `viewer-${viewers++ % 100}`, new Keyv(new KeyvRedis(redisUrl))),
  /** The same without the cache: as fast as Superset mints. */
  uncached: () => mounted(supersetApi(account), nextViewer),
}

let viewers = 0
const nextViewer = () => `viewer-${viewers++ % 1000}`

function mounted(issuer: Issuer<SupersetGrant>, viewerOf: () => string, store?: Keyv): Express {
  const authorize = (): SupersetGrant => ({
    viewer: viewerOf(),
    dashboards: [dashboard],
    rls: [{ clause: 'org_id = 7' }],
  })
  return express().use(
    '/guest-token',
    guestTokens({ issuer, authorize, ...(store && { cache: { store, secrets: [secret] } }) }),
  )
}

const server = createServer(PEERS[process.argv[2] as PeerName]())
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
process.stdin.resume().once('end', () => process.exit())
