/** What a page asks for, and how long its token route may be gone: both peers on the sandbox, in the same run. */

import type { Driver } from '../test/faults/browsers/driver.ts'
import { openChromium } from '../test/faults/browsers/playwright.ts'
import type { ContestantName } from '../test/faults/page/host.tsx'
import { watchFor } from '../test/faults/scenarios/claims.ts'
import { type Servers, startServers } from '../test/faults/servers/servers.ts'
import { createWorld } from '../test/faults/servers/world.ts'
import { createStage, type Stage } from '../test/faults/stage.ts'
import { PEERS } from './first-chart.ts'

export interface Resilience {
  /** Token requests for a page of twelve dashboards. */
  readonly requests: Readonly<Record<ContestantName, number>>
  /** The longest outage of the token route that the viewer does not notice. The outage starts at a renewal. */
  readonly outageSeconds: Readonly<Record<ContestantName, number>>
}

const DASHBOARDS = 12
/** Twice the lead: the shortest life that has all of it. */
const LIFETIME_SECONDS = 120
const MAX_OUTAGE_SECONDS = 64

export async function measureResilience(): Promise<Resilience> {
  const servers = await startServers()
  const driver = await openChromium()
  const requests = { guestpass: 0, sdk: 0 }
  const outageSeconds = { guestpass: 0, sdk: 0 }
  for (const peer of PEERS) {
    requests[peer] = await onStage(servers, driver, peer, countRequests)
    outageSeconds[peer] = await longest((seconds) =>
      onStage(servers, driver, peer, (stage) => isUnnoticed(stage, seconds)),
    )
  }
  await driver.close()
  await servers.stop()
  return { requests, outageSeconds }
}

async function onStage<Result>(
  { addresses, enter }: Servers,
  driver: Driver,
  peer: ContestantName,
  run: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const world = createWorld()
  enter(world)
  const tab = await driver.open({ hasClock: true, hasPageCache: false, hasThirdPartyStorage: false })
  const stage = createStage(world, tab, addresses, peer, true)
  await stage.signIn('ana')
  await stage.visit()
  const result = await run(stage)
  await tab.close()
  process.stderr.write('.')
  return result
}

async function countRequests(stage: Stage): Promise<number> {
  await stage.mountMany(DASHBOARDS)
  for (let slot = 0; slot < DASHBOARDS; slot += 2) await stage.until(() => stage.isFresh(slot), 30_000)
  return stage.world.mints.length
}

/** Whether fresh data is there at every second around the end of a token whose renewal met an outage. */
async function isUnnoticed(stage: Stage, outageSeconds: number): Promise<boolean> {
  const { world } = stage
  world.token = { lifetimeSeconds: LIFETIME_SECONDS }
  await stage.mount()
  await stage.until(() => stage.isFresh())
  let brokenAtMs: number | undefined
  world.route = () => {
    brokenAtMs ??= world.nowMs()
    return world.nowMs() - brokenAtMs < outageSeconds * 1_000 ? { status: 500 } : undefined
  }
  await stage.pass((LIFETIME_SECONDS - 10) * 1_000)
  return (await watchFor(stage, 30_000, 1_000)) === 0
}

/** The largest number of seconds for which it holds; it holds for none above the first for which it does not. */
async function longest(holds: (seconds: number) => Promise<boolean>): Promise<number> {
  let yes = 0
  let no = MAX_OUTAGE_SECONDS
  while (no - yes > 1) {
    const middle = (yes + no) >> 1
    if (await holds(middle)) yes = middle
    else no = middle
  }
  return yes
}

if (import.meta.main) console.log(await measureResilience())
