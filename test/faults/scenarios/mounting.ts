import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Scenario, Verdict } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { atMostMints, frames } from './claims.ts'

const oneFrame = async (stage: Stage) => {
  const count = await frames(stage)
  return count === 1 ? undefined : `${count} frames`
}

export const MOUNTING: readonly Scenario[] = [
  {
    name: 'React’s StrictMode mounts everything twice',
    wanted: 'survived',
    isQuick: true,
    mount: { isReact: true, viewer: 'ana' },
    act: ({ pass }) => pass(500),
    claim: async (stage) => (await oneFrame(stage)) ?? atMostMints(1)(stage),
  },
  {
    name: 'a sibling in the same <Suspense> suspends, and the frame stays in place',
    wanted: 'survived',
    isQuick: true,
    mount: { isReact: true, isLenient: true },
    async act({ tab, pass }) {
      await tab.evaluate(() => document.querySelector('iframe')?.setAttribute('data-kept', ''), null)
      await tab.evaluate(() => window.host.suspend(500), null)
      await pass(500)
    },
    async claim(stage) {
      const kept = await stage.tab.evaluate(() => document.querySelectorAll('iframe[data-kept]').length, null)
      return kept === 1 ? oneFrame(stage) : 'the frame was replaced'
    },
  },
  {
    name: 'a lazy dashboard where IntersectionObserver is missing',
    wanted: 'survived',
    isQuick: true,
    mount: false,
    async act(stage) {
      await stage.tab.evaluate(() => void Reflect.deleteProperty(window, 'IntersectionObserver'), null)
      await stage.mount({ isReact: true, isLazy: true })
    },
  },
  {
    name: 'an app that requires Trusted Types',
    wanted: 'survived',
    isQuick: true,
    mount: { isReact: true },
    arrange({ world }) {
      world.headers.app = { 'content-security-policy': "require-trusted-types-for 'script'" }
    },
  },
  {
    name: 'an option is refused, the app corrects it, and the viewer tries again',
    wanted: 'survived',
    isQuick: true,
    mount: false,
    async act(stage) {
      await stage.mount({ isReact: true, supersetDomain: 'not an address' })
      await stage.until(async () => (await stage.account()).reports.length > 0, 5_000)
      const { superset } = stage.addresses
      await stage.tab.evaluate((supersetDomain) => window.host.change({ supersetDomain }), superset)
      await stage.tab.evaluate(() => document.querySelector<HTMLElement>('[data-part=retry]')?.click(), null)
    },
  },
  {
    name: 'a panel with the dashboard is dragged, and no chart is cut afterwards',
    wanted: 'survived',
    async act({ tab }) {
      await tab.evaluate(async () => {
        const panel = document.querySelector<HTMLElement>('[data-slot]')
        for (let step = 0; panel && step <= 60; step++) {
          panel.style.width = `${900 - 550 * Math.sin((Math.PI * step) / 80)}px`
          await new Promise(requestAnimationFrame)
        }
      }, null)
    },
    async claim(stage) {
      const isWhole = await stage.until(async () => (await stage.inside('measure'))?.isCut === false, 5_000)
      return isWhole ? undefined : 'charts are cut'
    },
  },
  {
    name: '50 quick mounts and unmounts, then a mount that stays',
    wanted: 'survived',
    mount: false,
    async act(stage) {
      for (let round = 0; round < 50; round++) {
        await stage.mount({ isReact: true })
        await stage.pass(round % 5)
        await stage.unmount()
      }
      await stage.mount({ isReact: true })
    },
    claim: oneFrame,
  },
  {
    name: 'two dashboards are mounted in one place, and the older one goes',
    wanted: 'reported',
    codes: ['option-invalid'],
    isQuick: true,
    async act(stage) {
      await stage.mount()
      await stage.pass(1_000)
      await stage.tab.evaluate(() => window.host.unmountOlder(), null)
      await stage.pass(500)
    },
    async verdict(stage) {
      const verdict = await told(stage)
      return verdict.outcome === 'stuck' && (await stage.isFresh()) ? { outcome: 'survived' } : verdict
    },
  },
  {
    name: 'unmounted while the token is on its way: nothing is left',
    wanted: 'survived',
    mount: false,
    async arrange({ world }) {
      world.line = { latencyMs: 1_000, bytesPerSecond: 1_000_000 }
    },
    async act(stage) {
      await stage.mount()
      await stage.unmount()
      await stage.pass(3_000)
    },
    verdict: async (stage) => ({ outcome: (await frames(stage)) === 0 ? 'survived' : 'stuck' }),
    claim: ({ world }) => (world.mints.length > 1 ? 'asked again without a dashboard' : undefined),
  },
  {
    name: 'twelve dashboards on one page, one token request',
    wanted: 'survived',
    mount: false,
    act: ({ mountMany }) => mountMany(12),
    async verdict(stage) {
      for (let slot = 0; slot < 12; slot += 2) {
        if (!(await stage.until(() => stage.isFresh(slot), 15_000))) return { outcome: 'stuck' }
      }
      return { outcome: 'survived' }
    },
    claim: atMostMints(1),
  },
  {
    name: 'the app is notified when the dashboard shows something, and not before',
    wanted: 'survived',
    mount: false,
    async act(stage) {
      stage.world.line = { latencyMs: 600, bytesPerSecond: 10_000_000 }
      await stage.mount()
    },
    async verdict(stage) {
      const isTold = await stage.until(async () => (await stage.account()).readies > 0, 15_000)
      const answer = await stage.inside('probe')
      if (!isTold) return { outcome: 'stuck', because: 'never reported' }
      return answer?.text
        ? { outcome: 'survived' }
        : { outcome: 'stuck', because: 'reported ready while it was white' }
    },
  },
  {
    name: 'a call after unmount',
    wanted: 'reported',
    codes: ['unmounted'],
    isQuick: true,
    async act(stage) {
      await stage.tab.evaluate(() => {
        const { call, unmount, account } = window.host
        const answer = call('getScrollSize')
        unmount()
        answer.catch(({ code, message }) => (account.reports as string[]).push(code ?? message))
      }, null)
      await stage.pass(2_000)
    },
    verdict: told,
  },
  {
    name: 'a call that this Superset does not know',
    wanted: 'reported',
    codes: ['not-supported'],
    async act(stage) {
      await stage.tab.evaluate(() => {
        const { call, account } = window.host
        call('setThemeMode', 'dark').catch(({ code, message }) =>
          (account.reports as string[]).push(code ?? message),
        )
      }, null)
      await stage.pass(1_000)
    },
    arrange({ world }) {
      world.spoilt = 'old'
    },
    verdict: told,
  },
  {
    name: 'the viewer copies a link to what they see',
    wanted: 'survived',
    isQuick: true,
    act: async () => {},
    async verdict({ inside }) {
      const { text } = (await inside('copy-link')) ?? {}
      return {
        outcome: text === 'Copied' || text === 'Not copied' ? 'survived' : 'stuck',
        because: undefined,
      }
    },
  },
  {
    name: 'a server imports it by name: Node, ESM',
    wanted: 'survived',
    isQuick: true,
    mount: false,
    async verdict({ contestant }) {
      const from = contestant === 'sdk' ? '@superset-ui/embedded-sdk' : 'guestpass/vanilla'
      const script = `import { embedDashboard } from '${from}'; if (!embedDashboard) throw new Error()`
      return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]).then(
        (): Verdict => ({ outcome: 'survived' }),
        ({ stderr }): Verdict => ({ outcome: 'stuck', because: /\w+Error/.exec(stderr)?.[0] }),
      )
    },
  },
]

async function told(stage: Stage): Promise<Verdict> {
  const { reports } = await stage.account()
  return reports.length > 0
    ? { outcome: 'reported', because: reports.at(-1) }
    : { outcome: 'stuck', because: 'not reported' }
}
