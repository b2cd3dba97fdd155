import type { Scenario } from '../scenario.ts'
import type { Fault } from '../servers/world.ts'
import type { Stage } from '../stage.ts'
import { atMostMints, frames, watchFor } from './claims.ts'

const HTML = { status: 200, body: '<!doctype html><title>Sign in</title><h1>Sign in</h1>' } as const

/** Breaks the route from the next request on, for `durationMs`. */
function breakRoute({ world }: Stage, fault: Fault, durationMs: number): void {
  let brokenAtMs: number | undefined
  world.route = () => {
    brokenAtMs ??= world.nowMs()
    return world.nowMs() - brokenAtMs < durationMs ? fault : undefined
  }
}

/** Breaks the route when a renewal is due, and asks for fresh data all the while. */
const brokenWhenDue = (
  fault: Fault,
  durationMs: number,
): Pick<Scenario, 'isLong' | 'arrange' | 'verdict' | 'act'> => ({
  isLong: true,
  arrange({ world }) {
    world.token = { lifetimeSeconds: 120 }
  },
  act: async (stage) => breakRoute(stage, fault, durationMs),
  async verdict(stage) {
    const failures = await watchFor(stage, 180_000)
    return failures === 0
      ? { outcome: 'survived' }
      : { outcome: 'stuck', because: `no data for about ${failures * 5} s` }
  },
})

export const TOKEN_ROUTE: readonly Scenario[] = [
  {
    name: 'the token route answers 500 for 55 s when a renewal is due',
    wanted: 'survived',
    ...brokenWhenDue({ status: 500 }, 55_000),
  },
  {
    name: 'the token route drops connections for 30 s when a renewal is due',
    wanted: 'survived',
    ...brokenWhenDue('cut', 30_000),
  },
  {
    name: 'the token route answers HTML in place of JSON for 20 s when a renewal is due',
    wanted: 'survived',
    ...brokenWhenDue(HTML, 20_000),
  },
  {
    name: 'the token route answers 429, Retry-After 20 s, when a renewal is due',
    wanted: 'survived',
    ...brokenWhenDue({ status: 429, headers: { 'retry-after': '20' } }, 15_000),
    claim({ world }) {
      const refusedAtMs = world.mints.find(({ status }) => status === 429)?.atMs ?? 0
      const next = world.mints.find(({ atMs }) => atMs > refusedAtMs)
      // A request has the time of the end of its step, so it can be 1 s too late.
      return next && next.atMs - refusedAtMs < 19_000
        ? 'did not wait as long as the answer required'
        : undefined
    },
  },
  {
    name: 'the token route answers 500 for longer than the token lives, and then mints again',
    wanted: 'survived',
    isLong: true,
    patienceMs: 45_000,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 60 }
    },
    async act(stage) {
      stage.world.route = () => ({ status: 500 })
      await stage.pass(120_000)
      stage.world.route = () => undefined
    },
    claim: atMostMints(40),
  },
  {
    name: 'the token route answers 429 at first',
    wanted: 'survived',
    isLong: true,
    mount: { isReact: true },
    patienceMs: 45_000,
    arrange: (stage) => breakRoute(stage, { status: 429, headers: { 'retry-after': '5' } }, 6_000),
  },
  {
    name: 'the token route is a login page',
    wanted: 'reported',
    codes: ['reply-invalid'],
    isQuick: true,
    patienceMs: 5_000,
    arrange({ world }) {
      world.route = () => HTML
    },
  },
  {
    name: 'the token route never answers',
    wanted: 'reported',
    codes: ['route-unreachable'],
    isLong: true,
    patienceMs: 45_000,
    arrange({ world }) {
      world.route = () => 'hang'
    },
  },
  {
    name: 'the token route answers with the wrong shape',
    wanted: 'reported',
    codes: ['reply-invalid'],
    isQuick: true,
    patienceMs: 5_000,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 300, reply: () => ({ tokens: 'none' }) }
    },
  },
  {
    name: 'the token route answers with 10 MB',
    wanted: 'survived',
    arrange({ world }) {
      const padded = (body: unknown) => ({ ...(body as object), padding: 'x'.repeat(10 * 2 ** 20) })
      world.token = { lifetimeSeconds: 300, reply: padded }
    },
  },
  {
    name: 'a token that cannot be decoded, and no frame left behind',
    wanted: 'reported',
    codes: ['reply-invalid', 'token-undecodable'],
    isQuick: true,
    patienceMs: 5_000,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 300, reply: () => 'nonsense' }
    },
    claim: async (stage) => ((await frames(stage)) > 0 ? 'a frame was left' : undefined),
  },
  {
    name: 'a token for another dashboard',
    wanted: 'reported',
    codes: ['blank', 'timed-out', 'token-refused'],
    isLong: true,
    patienceMs: 60_000,
    arrange({ world, addresses }) {
      world.token = { lifetimeSeconds: 300, dashboard: addresses.ids[1] }
    },
  },
  {
    name: 'Superset refuses the first token, and would accept the next token',
    wanted: 'survived',
    isLong: true,
    patienceMs: 40_000,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 300, isForged: true }
      world.route = () => {
        if (world.mints.length > 0) world.token = { lifetimeSeconds: 300 }
        return undefined
      }
    },
  },
  {
    name: 'Superset refuses every token',
    wanted: 'reported',
    codes: ['token-refused'],
    isLong: true,
    patienceMs: 40_000,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 300, isForged: true }
    },
  },
  {
    name: 'the viewer may not see one of two dashboards',
    wanted: 'reported',
    codes: ['denied'],
    async act(stage) {
      await stage.mount({ id: '00000000-0000-4000-8000-000000000000' }, 1)
      await stage.pass(3_000)
    },
    async verdict(stage) {
      const { reports, ended } = await stage.account()
      if (ended > 0) return { outcome: 'stuck', because: 'looks like a sign-out' }
      if (!(await stage.isFresh())) return { outcome: 'stuck', because: 'the other dashboard stopped too' }
      return reports.length > 0 ? { outcome: 'reported', because: reports.at(-1) } : { outcome: 'stuck' }
    },
  },
  {
    name: 'a renewal is denied, and the dashboard frees its space',
    wanted: 'reported',
    codes: ['denied'],
    isLong: true,
    mount: { isReact: true, isFitted: true },
    arrange({ world }) {
      world.token = { lifetimeSeconds: 60 }
    },
    async act({ world, addresses, pass }) {
      const denied = [addresses.ids[0]]
      world.token = { lifetimeSeconds: 60, reply: () => ({ tokens: [], denied }) }
      await pass(120_000)
    },
    async verdict(stage) {
      const { reports } = await stage.account()
      return reports.length > 0 ? { outcome: 'reported', because: reports.at(-1) } : { outcome: 'stuck' }
    },
    async claim({ tab }) {
      const heightPx = await tab.evaluate(
        () => document.querySelector('[data-slot] > *')?.getBoundingClientRect().height ?? 0,
        null,
      )
      // The height before anything had loaded.
      return heightPx > 600 ? `an empty room of ${Math.round(heightPx)} px is left` : undefined
    },
  },
]
