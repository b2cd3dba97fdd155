import type { Driver } from './browsers/driver.ts'
import type { ContestantName } from './page/host.tsx'
import type { Scenario, Verdict } from './scenario.ts'
import type { Servers } from './servers/servers.ts'
import { createWorld } from './servers/world.ts'
import { createStage, type Stage } from './stage.ts'

const PATIENCE_MS = 12_000
/** A page that hangs may take the one who asks it along. */
const LIMIT_MS = 240_000
const CLOSE_LIMIT_MS = 10_000

/** Nothing that is waited for in vain holds up the end. */
const wait = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs).unref())

async function tooLong(): Promise<never> {
  await wait(LIMIT_MS)
  throw new Error('it never ended')
}

/** Plays one scenario with one contestant; undefined where the browser lacks what it takes. */
export async function play(
  scenario: Scenario,
  contestant: ContestantName,
  driver: Driver,
  servers: Pick<Servers, 'addresses' | 'enter'>,
): Promise<Verdict | undefined> {
  const { needs = [], isLong = false, isCrossSite = false } = scenario
  if (needs.some((need) => !driver.abilities.includes(need))) return undefined
  const world = createWorld()
  servers.enter(world)
  const { addresses } = servers
  const hasClock = isLong && driver.abilities.includes('clock')
  const tab = await driver.open({
    hasClock,
    hasPageCache: needs.includes('page-cache'),
    hasThirdPartyStorage: isCrossSite && !needs.includes('blocked-storage'),
  })
  const place = isCrossSite ? { ...addresses, superset: addresses.elsewhere } : addresses
  const stage = createStage(world, tab, place, contestant, hasClock)
  try {
    await stage.signIn('ana')
    return await Promise.race([perform(scenario, stage), tooLong()])
  } catch (error) {
    return { outcome: 'stuck', because: `the scenario broke: ${String(error).slice(0, 200)}` }
  } finally {
    // A browser may not come to an end with a page that hangs.
    await Promise.race([tab.close(), wait(CLOSE_LIMIT_MS)])
  }
}

async function perform(scenario: Scenario, stage: Stage): Promise<Verdict> {
  const { arrange, mount = {}, act, verdict = watch, claim } = scenario
  await arrange?.(stage)
  await stage.visit()
  if (mount) await stage.mount(mount)
  if (act) {
    if (mount && !(await stage.until(() => stage.isFresh()))) {
      return { outcome: 'stuck', because: 'the dashboard never came' }
    }
    if (mount) await stage.choosePlace()
    await act(stage)
  }
  const found = await verdict(stage, scenario)
  const { problems, reports } = await stage.account()
  const broken = problems[0] ?? leakOf(scenario, stage) ?? (await claim?.(stage))
  if (broken) return { outcome: 'stuck', because: broken }
  const { codes } = scenario
  if (
    stage.contestant === 'guestpass' &&
    found.outcome === 'reported' &&
    !codes?.includes(reports.at(-1) ?? '')
  ) {
    return { outcome: 'stuck', because: `wrong report: ${found.because}` }
  }
  const isAsked = act && mount && found.outcome === 'survived' && !scenario.isForNextViewer
  return isAsked ? { ...found, place: stage.place } : found
}

/** The part of a viewer's place that the next viewer found. */
function leakOf({ isForNextViewer }: Scenario, { place }: Stage): string | undefined {
  if (!isForNextViewer || !place) return undefined
  if (place.isTabKept) return 'the next viewer found the tab'
  return place.isFilterKept ? 'the next viewer found the filter' : undefined
}

/** Looks, for as long as a person would, for fresh data on the screen, or for a report of the reason. */
async function watch(stage: Stage, { wanted, isLong, patienceMs = PATIENCE_MS }: Scenario): Promise<Verdict> {
  const stepMs = isLong ? 2_000 : 500
  let reported: string | undefined
  for (let leftMs = patienceMs; leftMs > 0; leftMs -= stepMs) {
    if (await stage.isFresh()) return { outcome: 'survived' }
    reported = (await stage.account()).reports.at(-1)
    if (reported && wanted === 'reported') break
    await stage.pass(stepMs)
  }
  return reported ? { outcome: 'reported', because: reported } : { outcome: 'stuck' }
}
