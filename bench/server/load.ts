import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import type { PeerName, PeerSettings } from './peer.ts'

export interface Peer {
  readonly url: string
  stop(): Promise<void>
}

export async function startPeer(name: PeerName, settings: PeerSettings): Promise<Peer> {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('peer.ts', import.meta.url)), name],
    {
      env: { ...process.env, NODE_ENV: 'production', PEER_SETTINGS: JSON.stringify(settings) },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  if (!child.stdout) throw new Error('no output')
  const [line] = await once(child.stdout, 'data')
  return {
    url: String(line).trim(),
    async stop() {
      child.stdin?.end()
      await once(child, 'exit')
    },
  }
}

/** Requests a second, all of them answered with 200. */
async function measure({ url }: Peer, dashboard: string, seconds: number): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url: `${url}/guest-token`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ dashboards: [dashboard] }),
    connections: 32,
    duration: seconds,
  })
  if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} answers were not 200, ${errors} none at all.`)
  return requests.total / seconds
}

/** Measures two peers in turn, who goes first alternating, and takes the median of the pairs' ratios. */
export async function compare(
  ours: Peer,
  theirs: Peer,
  dashboard: string,
  { pairs, seconds }: { readonly pairs: number; readonly seconds: number },
) {
  const rates: { ours: number; theirs: number }[] = []
  // One uncounted pair warms both up.
  for (let pair = -1; pair < pairs; pair++) {
    const rate = { ours: 0, theirs: 0 }
    const turns = [
      async () => {
        rate.ours = await measure(ours, dashboard, seconds)
      },
      async () => {
        rate.theirs = await measure(theirs, dashboard, seconds)
      },
    ]
    for (const turn of pair % 2 ? turns : turns.reverse()) await turn()
    if (pair >= 0) rates.push(rate)
    process.stderr.write('.')
  }
  return {
    ours: median(rates.map((rate) => rate.ours)),
    theirs: median(rates.map((rate) => rate.theirs)),
    ratio: median(rates.map((rate) => rate.ours / rate.theirs)),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
