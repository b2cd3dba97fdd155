import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { atMostMints, watchFor } from './claims.ts'

const DAY_MS = 86_400_000
const NAP_MS = 2 * 3_600_000

/** The viewer's clock is wrong from the start; two lives of a token later everything is as it should be. */
const wrongClock = (name: string, byMs: number): Scenario => ({
  name,
  wanted: 'survived',
  isLong: true,
  mount: false,
  arrange({ world }) {
    world.token = { lifetimeSeconds: 60 }
  },
  async act(stage) {
    await stage.tab.evaluate((shiftMs) => window.moveDate(shiftMs), byMs)
    await stage.mount()
    await stage.until(() => stage.isFresh())
  },
  verdict: freshAllAlong,
  // A page renews after 18 to 30 s of these 60 s, at the age that it drew once.
  claim: atMostMints(10),
})

const nap = (name: string, isAnnounced: boolean): Scenario => ({
  name,
  wanted: 'survived',
  async act(stage) {
    const before = stage.world.mints.length
    await stage.sleep(NAP_MS, isAnnounced)
    await stage.until(() => stage.world.mints.length > before, isAnnounced ? 3_000 : 12_000)
    await stage.pass(500)
  },
  patienceMs: 3_000,
  claim: atMostMints(3),
})

/** A person sets the clock while the dashboard is on the screen. */
const jump = (name: string, byMs: number): Scenario => ({
  name,
  wanted: 'survived',
  isLong: true,
  async act(stage) {
    await stage.tab.evaluate((shiftMs) => window.moveDate(shiftMs), byMs)
    await stage.pass(60_000)
  },
  patienceMs: 3_000,
  claim: atMostMints(2),
})

export const CLOCKS: readonly Scenario[] = [
  wrongClock('the viewer’s clock is a day behind', -DAY_MS),
  wrongClock('the viewer’s clock is 30 s behind', -30_000),
  wrongClock('the viewer’s clock is a day ahead', DAY_MS),
  nap('the laptop sleeps for two hours, and the page gets an event', true),
  nap('the laptop sleeps for two hours, without an event', false),
  jump('the clock is set an hour ahead', 3_600_000),
  jump('the clock is set a day back', -DAY_MS),
]

async function freshAllAlong(stage: Stage) {
  const failures = await watchFor(stage, 120_000)
  return failures === 0
    ? ({ outcome: 'survived' } as const)
    : ({ outcome: 'stuck', because: `no data for about ${failures * 5} s` } as const)
}
