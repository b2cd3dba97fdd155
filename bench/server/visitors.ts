/** The time that other visitors of the app wait while the token route refuses large bodies, behind nginx. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startNginx } from '../../scripts/nginx.ts'
import { describeRun, writeSection } from '../section.ts'
import { median, startPeer } from './load.ts'

const turns = { pairs: Number(process.env.PAIRS ?? 9), seconds: Number(process.env.SECONDS ?? 5) }

const VISITORS = 8
/** Each visitor waits so long between two requests, in milliseconds: together about 300 requests a second. */
const PAUSE_MS = 25

const SETTINGS = {
  url: 'https://bi.example.com',
  secret: 'the-guest-secret-of-the-benchmark-is-long',
  audience: 'superset',
  username: '',
  password: '',
  dashboard: 'd1',
  redisUrl: '',
}

export async function benchVisitors(): Promise<void> {
  const app = await startPeer('visited', SETTINGS)
  const upstreamPort = Number(new URL(app.url).port)
  const nginx = await startNginx({ upstreamPort, keepalive: 8, buffersRequests: true })
  const runs: { readonly quiet: Visits; readonly busy: Visits }[] = []
  try {
    // One uncounted pair warms up.
    for (let pair = -1; pair < turns.pairs; pair++) {
      const quiet = await visit(nginx.port)
      const busy = await whileRefusing(nginx.port, () => visit(nginx.port))
      if (pair >= 0) runs.push({ quiet, busy })
      process.stderr.write('.')
    }
  } finally {
    await nginx.stop()
    await app.stop()
  }
  writeSection('Other visitors while refused bodies arrive', report(runs))
}

interface Visits {
  readonly p95Ms: number
  readonly requests: number
  readonly failures: number
}

/** Several visitors of another route of the app, each with one request at a time. */
async function visit(port: number): Promise<Visits> {
  const agent = new Agent({ keepAlive: true, maxSockets: VISITORS })
  const until = performance.now() + turns.seconds * 1_000
  const times: number[] = []
  let failures = 0
  const visitors = Array.from({ length: VISITORS }, async () => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      if ((await statusOf(port, agent)) !== 200) failures++
      times.push(performance.now() - startedAt)
      await sleep(PAUSE_MS)
    }
  })
  await Promise.all(visitors)
  agent.destroy()
  times.sort((a, b) => a - b)
  return { p95Ms: times[Math.floor(times.length * 0.95)] ?? 0, requests: times.length, failures }
}

function statusOf(port: number, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path: '/other', agent, timeout: 10_000 }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
    asking.on('timeout', () => asking.destroy())
    asking.on('error', () => resolve(undefined))
    asking.end()
  })
}

async function whileRefusing<T>(port: number, measure: () => Promise<T>): Promise<T> {
  // In a separate process, so that its work does not delay the visitors' clocks.
  const sender: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('refused-bodies.ts', import.meta.url)), String(port)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  if (!sender.stdout) throw new Error('no output')
  await once(sender.stdout, 'data')
  try {
    return await measure()
  } finally {
    sender.stdin?.end()
    await once(sender, 'exit')
  }
}

function report(runs: readonly { readonly quiet: Visits; readonly busy: Visits }[]): string {
  const p95 = (kind: 'quiet' | 'busy') => median(runs.map((run) => run[kind].p95Ms))
  const ratio = median(runs.map(({ quiet, busy }) => busy.p95Ms / quiet.p95Ms))
  const all = runs.flatMap(({ quiet, busy }) => [quiet, busy])
  const requests = all.reduce((sum, visits) => sum + visits.requests, 0)
  const failures = all.reduce((sum, visits) => sum + visits.failures, 0)
  return `${describeRun('npm run bench:server -- visitors')}.
nginx, which reuses its connections to the app, is in front of an Express app with the token route and another route. ${VISITORS}
visitors request the other route, while 50 bodies of 200 kB a second arrive at the token route and are refused. ${turns.pairs} pairs of
${turns.seconds} s, without and with these bodies; the ratio is the median of the pairs' ratios.

| what | without | with refused bodies | ratio | goal |
| --- | ---: | ---: | ---: | ---: |
| the other visitors' p95 | ${p95('quiet').toFixed(1)} ms | ${p95('busy').toFixed(1)} ms | ${ratio.toFixed(2)} | ≤ 2 |
| their requests without an answer of 200 | | ${failures} of ${requests} | | 0 |`
}
