/** The token route beside a bare handler, and the shared cache beside a real Superset. */

import { startRedis } from '../../scripts/redis.ts'
import { startSuperset } from '../../scripts/superset/serve.ts'
import { describeRun, writeSection } from '../section.ts'
import { compare, type Peer, startPeer } from './load.ts'
import type { PeerName, PeerSettings } from './peer.ts'

const turns = { pairs: Number(process.env.PAIRS ?? 9), seconds: Number(process.env.SECONDS ?? 3) }

export async function benchTokenRoute(): Promise<void> {
  const redis = await startRedis()
  const superset = await startSuperset()
  const { url, username, password, guestSecret: secret, audience } = superset
  const dashboard = superset.dashboards[0]?.embedId ?? ''
  const settings = { url, username, password, secret, audience, dashboard, redisUrl: redis.url }
  const rows = [
    [
      'each token signed, 1,000 viewers in turn',
      'a bare handler with jsonwebtoken',
      '≥ 0.8',
      await beside('signed', 'bare', settings),
    ],
    ['one viewer at a time: single-flight', 'the same', 'more', await beside('shared', 'bare', settings)],
    [
      '`supersetApi` with the shared cache, 100 viewers',
      "`supersetApi` without it: the real Superset's own rate",
      '≥ 20',
      await beside('cached', 'uncached', settings),
    ],
  ] as const
  await superset.stop()
  await redis.stop()

  writeSection(
    'The token route',
    `${describeRun('npm run bench:server')},
load, server, Redis and Superset 6.1.0 all on the same machine. Express 5 on both sides, 32 connections, ${turns.pairs} pairs of
${turns.seconds} s that took turns at going first; the ratio is the median of the pairs' ratios: above 1 guestpass answers more.
The bare handler reads no body, does not look for a session, and signs what it is given with \`jsonwebtoken\` 9.0.3.

| guestpass | beside | requests/s | beside | ratio | goal |
| --- | --- | ---: | ---: | ---: | ---: |
${rows
  .map(
    ([what, peer, goal, { ours, theirs, ratio }]) =>
      `| ${what} | ${peer} | ${Math.round(ours)} | ${Math.round(theirs)} | ${ratio.toFixed(2)} | ${goal} |`,
  )
  .join('\n')}`,
  )
}

/** Measures our peer beside the other peer. Both run for as long as they are measured. */
async function beside(ours: PeerName, theirs: PeerName, settings: PeerSettings) {
  const running: Peer[] = []
  try {
    for (const name of [ours, theirs]) running.push(await startPeer(name, settings))
    const [our, their] = running as [Peer, Peer]
    return await compare(our, their, settings.dashboard, turns)
  } finally {
    for (const peer of running) await peer.stop()
  }
}
