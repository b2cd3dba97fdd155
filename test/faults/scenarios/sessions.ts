import type { Scenario, Verdict } from '../scenario.ts'
import { createStage, type Stage } from '../stage.ts'
import { frames, watchFor } from './claims.ts'

/** The old rows are not visible, and the app is notified. */
async function coveredAndTold(stage: Stage): Promise<Verdict> {
  const isCovered = await stage.until(
    async () => (await frames(stage)) === 0 || !(await stage.tab.evaluate(() => window.host.isOnTop(), null)),
    5_000,
  )
  if (!isCovered) return { outcome: 'stuck', because: 'the rows are still there' }
  // What covers first may still have to ask why.
  await stage.until(async () => (await stage.account()).reports.length > 0, 5_000)
  const { reports } = await stage.account()
  return reports.length > 0 ? { outcome: 'reported', because: reports.at(-1) } : { outcome: 'stuck' }
}

export const SESSIONS: readonly Scenario[] = [
  {
    name: 'the viewer signs out, and the next renewal finds it',
    wanted: 'reported',
    codes: ['session-ended'],
    isLong: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 60 }
    },
    async act(stage) {
      await stage.signIn(undefined)
      await stage.pass(120_000)
    },
    verdict: coveredAndTold,
    async claim(stage) {
      const refused = stage.world.mints.filter(({ status }) => status === 401).length
      // One 401 is confirmed once.
      if (refused > 2) return `asked ${refused} times without a signed-in viewer`
      const { ended } = await stage.account()
      return ended === 1 ? undefined : `the end was reported ${ended} times`
    },
  },
  {
    name: 'the token route answers one renewal with 401, although the viewer is signed in',
    wanted: 'survived',
    isLong: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 120 }
    },
    async act({ world }) {
      const before = world.mints.length
      world.route = () => (world.mints.length === before ? { status: 401 } : undefined)
    },
    async verdict(stage) {
      const failures = await watchFor(stage, 180_000)
      return failures === 0
        ? { outcome: 'survived' }
        : { outcome: 'stuck', because: `no data for about ${failures * 5} s` }
    },
    async claim(stage) {
      const { ended } = await stage.account()
      return ended > 0 ? 'onSessionEnded was called' : undefined
    },
  },
  {
    name: 'the session ends, the viewer signs in elsewhere, and returns to the tab',
    wanted: 'survived',
    isLong: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 60 }
    },
    async act(stage) {
      await stage.signIn(undefined)
      await stage.pass(120_000)
      await stage.signIn('ana')
      await stage.tab.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')), null)
    },
  },
  {
    name: 'the viewer signs out in another tab',
    wanted: 'reported',
    codes: ['session-ended'],
    needs: ['background-tab'],
    async act(stage) {
      const tab = await stage.tab.another()
      const { world, addresses, contestant } = stage
      const other = createStage(world, tab, addresses, contestant, false, 'ana')
      await other.visit()
      await other.mount()
      await other.until(other.isFresh)
      await stage.signIn(undefined)
      // What finds the session gone is a dashboard that the other tab opens.
      await other.mount({ id: addresses.ids[1] }, 1)
      await other.until(() => world.mints.some(({ status }) => status === 401))
    },
    verdict: coveredAndTold,
  },
  {
    name: 'another viewer on the same page',
    isForNextViewer: true,
    wanted: 'survived',
    isQuick: true,
    mount: { viewer: 'ana' },
    async act(stage) {
      await stage.unmount()
      await stage.signIn('bob')
      await stage.mount({ viewer: 'bob' })
    },
    claim({ world }) {
      const bobAtMs = world.mints.find(({ viewer }) => viewer === 'bob')?.atMs ?? 0
      const isMixed = world.queries.some(({ atMs, viewer }) => atMs > bobAtMs && viewer === 'ana')
      return isMixed ? 'the last viewer’s rows' : undefined
    },
  },
  {
    name: 'Back, out of the page cache, as the same viewer',
    wanted: 'survived',
    needs: ['page-cache'],
    async act({ tab, addresses }) {
      await tab.goto(`${addresses.app}/elsewhere`)
      await tab.back()
    },
  },
  {
    name: 'Back, out of the page cache, after a sign-out',
    wanted: 'reported',
    codes: ['session-ended'],
    needs: ['page-cache'],
    async act(stage) {
      await stage.tab.goto(`${stage.addresses.app}/elsewhere`)
      await stage.signIn(undefined)
      await stage.tab.back()
      await stage.pass(1_000)
    },
    verdict: coveredAndTold,
  },
  {
    name: 'the viewer is signed in to Superset itself, and stays so',
    wanted: 'survived',
    needs: ['credentialless'],
    mount: { credentialless: true },
    async arrange({ world, tab, addresses }) {
      await tab.setCookie(addresses.superset, 'session', 'their own')
      // The embedded page of 6.1 does this to a person who is signed in to Superset.
      world.headers.embedded = { 'set-cookie': 'session=; Max-Age=0; Path=/' }
    },
    async claim({ tab, addresses }) {
      const session = await tab.cookie(addresses.superset, 'session')
      return session ? undefined : 'the viewer was signed out of Superset'
    },
  },
]
