import type { Tab } from './browsers/driver.ts'
import type { MountOptions } from './page/contestant.ts'
import type { Account, ContestantName } from './page/host.tsx'
import type { Inside, InsideAnswer } from './page/inside.ts'
import type { Place } from './place.ts'
import type { World } from './servers/world.ts'

export interface Addresses {
  readonly app: string
  readonly superset: string
  /** The same Superset on another site. */
  readonly elsewhere: string
  readonly ids: readonly [string, string]
}

/** One scenario's page, servers and time, in its own words. */
export interface Stage {
  readonly contestant: ContestantName
  readonly addresses: Addresses
  readonly world: World
  readonly tab: Tab
  /** Who is signed in. */
  readonly viewer: string | undefined
  signIn(viewer: string | undefined): Promise<void>
  /** Loads the app's page again. */
  visit(): Promise<void>
  mount(options?: Partial<MountOptions>, slot?: number): Promise<void>
  /** Mounts so many dashboards at once, of both kinds in turn. */
  mountMany(count: number): Promise<void>
  unmount(slot?: number): Promise<void>
  call(method: string, args?: unknown): Promise<unknown>
  inside(what: Inside, slot?: number): Promise<InsideAnswer | undefined>
  account(): Promise<Account>
  /** Lets time pass, for the servers too. */
  pass(durationMs: number): Promise<void>
  /** The page's wall clock and the servers' time go on while everything in the page stands still. */
  sleep(durationMs: number, isAnnounced: boolean): Promise<void>
  /** The viewer opens the second tab, sets a filter, and looks at both for a moment. */
  choosePlace(): Promise<void>
  /** What the newest fresh dashboard has of the tab and the filter that the viewer chose last. */
  readonly place: Place | undefined
  /** Whether the dashboard on screen gets data now, with a good token, for the viewer who is signed in. */
  isFresh(slot?: number): Promise<boolean>
  /** Waits for what happens without time having to pass. */
  until(condition: () => boolean | Promise<boolean>, limitMs?: number): Promise<boolean>
}

const STEP_MS = 1_000
/** A viewer who has clicked looks at the charts for longer than this. The kit looks for another tab every 200 ms then. */
const LOOK_MS = 3_000

const pageMs = () => performance.now()

export function createStage(
  world: World,
  tab: Tab,
  addresses: Addresses,
  contestant: ContestantName,
  hasClock: boolean,
  signedIn?: string,
): Stage {
  let viewer = signedIn
  let chosen: { readonly tab: string; readonly filter: string } | undefined
  let place: Place | undefined
  const stage: Stage = {
    contestant,
    addresses,
    world,
    tab,
    get viewer() {
      return viewer
    },
    async signIn(next) {
      viewer = next
      await tab.setCookie(addresses.app, 'viewer', next)
    },
    async visit() {
      await tab.goto(addresses.app)
      await stage.until(() => tab.evaluate(() => window.host !== undefined, null))
    },
    mount: (options, slot = 0) =>
      tab.evaluate(([one, all, place]) => window.host.mount(one, all, place), [
        contestant,
        { id: addresses.ids[0], supersetDomain: addresses.superset, ...options },
        slot,
      ] as const),
    mountMany: (count) =>
      tab.evaluate(
        ([one, supersetDomain, ids, limit]) => {
          for (let slot = 0; slot < limit; slot++) {
            window.host.mount(one, { id: ids[slot % 2] ?? '', supersetDomain }, slot)
          }
        },
        [contestant, addresses.superset, addresses.ids, count] as const,
      ),
    unmount: (slot = 0) => tab.evaluate((place) => window.host.unmount(place), slot),
    call: (method, args) =>
      tab.evaluate(([name, value]) => window.host.call(name, value), [method, args] as const),
    inside: (what, slot = 0) =>
      tab.evaluate(([command, place]) => window.host.inside(command, place), [what, slot] as const),
    account: () => tab.evaluate(() => window.host.account, null),
    async pass(durationMs) {
      if (!hasClock) return wait(durationMs)
      // In steps: the requests of each step are answered before the next step.
      for (let leftMs = durationMs; leftMs > 0; leftMs -= STEP_MS) {
        const stepMs = Math.min(STEP_MS, leftMs)
        const fromMs = world.nowMs() - (await tab.evaluate(pageMs, null))
        world.pass(stepMs)
        await tab.advance(stepMs)
        await wait(10)
        await stage.until(() => world.inFlight === 0)
        await wait(5)
        // The page's clock stands still while it is moved, and would fall behind by a second a minute.
        world.pass(fromMs + (await tab.evaluate(pageMs, null)) - world.nowMs())
      }
    },
    async sleep(durationMs, isAnnounced) {
      world.pass(durationMs)
      await tab.evaluate(
        ([byMs, tells]) => {
          window.moveDate(byMs)
          if (tells) document.dispatchEvent(new Event('visibilitychange'))
        },
        [durationMs, isAnnounced] as const,
      )
    },
    async choosePlace() {
      await tab.evaluate((slot) => window.host.focus(slot), 0)
      const { filter } = (await stage.inside('set-filter')) ?? {}
      if (!filter) throw new Error('The filter was not set.')
      const { text = '' } = (await stage.inside('open-second-tab')) ?? {}
      chosen = { tab: text, filter }
      place = undefined
      await stage.pass(LOOK_MS)
    },
    get place() {
      return place
    },
    async isFresh(slot = 0) {
      const seen = world.queries.length
      const [answer, isOnTop] = await tab.evaluate(
        async (place) => [await window.host.inside('probe', place), window.host.isOnTop(place)] as const,
        slot,
      )
      const queries = world.queries.slice(seen)
      const isFresh =
        answer?.isFresh === true &&
        isOnTop &&
        queries.length > 0 &&
        queries.every((query) => query.status === 200 && query.viewer === viewer)
      if (chosen && slot === 0 && answer?.tabs) {
        const [before, after] = answer.tabs
        if (isFresh)
          place = { isTabKept: before === chosen.tab, isFilterKept: answer.filter === chosen.filter }
        chosen = { ...chosen, tab: after }
      }
      return isFresh
    },
    async until(condition, limitMs = 10_000) {
      const untilMs = performance.now() + limitMs
      while (performance.now() < untilMs) {
        if (await condition()) return true
        await wait(20)
      }
      return false
    },
  }
  return stage
}

const wait = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs))
