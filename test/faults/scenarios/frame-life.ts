import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** Time for the page to go, so that the next check sees the page after it. */
const SETTLE_MS = 1_000

export const FRAME_LIFE: readonly Scenario[] = [
  {
    name: 'the frame reloads',
    wanted: 'survived',
    async act({ inside, pass }) {
      await inside('reload')
      await pass(SETTLE_MS)
    },
  },
  {
    name: 'the viewer navigates inside the frame',
    wanted: 'survived',
    async act({ inside, pass }) {
      await inside('navigate')
      await pass(SETTLE_MS)
    },
  },
  {
    name: 'a link inside the dashboard leads its frame to another page of Superset',
    wanted: 'survived',
    patienceMs: 25_000,
    async act({ inside, pass }) {
      await inside('leave')
      await pass(SETTLE_MS)
    },
    async claim(stage) {
      const { reports } = await stage.account()
      return reports.length > 0 ? `reported as an outage: ${reports.at(-1)}` : undefined
    },
  },
  {
    name: 'the app moves the frame to another place',
    wanted: 'survived',
    async act({ tab, pass }) {
      await tab.evaluate(() => {
        const frame = document.querySelector('iframe')
        frame?.parentElement?.append(frame)
      }, null)
      await pass(SETTLE_MS)
    },
  },
  {
    name: 'the app moves the element that the frame is in',
    wanted: 'survived',
    async act({ tab, pass }) {
      await tab.evaluate(() => {
        const slot = document.querySelector('[data-slot]')
        if (slot) document.body.append(slot)
      }, null)
      await pass(SETTLE_MS)
    },
  },
  {
    name: 'the frame’s process is killed',
    wanted: 'survived',
    needs: ['crash'],
    isCrossSite: true,
    patienceMs: 20_000,
    act: ({ tab }) => tab.crashFrame(),
  },
  {
    name: 'the frame’s page hangs',
    // Chromium puts the next documents into the process that hangs.
    wanted: 'reported',
    codes: ['unreachable'],
    needs: ['crash'],
    isCrossSite: true,
    patienceMs: 40_000,
    async act({ inside }) {
      await inside('hang')
    },
  },
  {
    name: 'the page closes its port',
    wanted: 'survived',
    act: spoilConnection('close-port'),
    verdict: callsAgain,
  },
  {
    name: 'the page stops answering',
    wanted: 'survived',
    act: spoilConnection('deafen'),
    verdict: callsAgain,
  },
  {
    name: 'Superset restarts while the frame reloads: 502 for 20 s',
    wanted: 'survived',
    isLong: true,
    patienceMs: 60_000,
    async act(stage) {
      stage.world.superset = () => ({ status: 502, body: 'Bad Gateway' })
      await stage.inside('reload')
      await stage.pass(20_000)
      stage.world.superset = () => undefined
    },
  },
  {
    name: 'Superset is down when the page opens, and up 30 s later',
    wanted: 'survived',
    isLong: true,
    mount: { isReact: true },
    patienceMs: 90_000,
    arrange({ world }) {
      const downUntilMs = world.nowMs() + 30_000
      world.superset = () => (world.nowMs() < downUntilMs ? { status: 502, body: 'Bad Gateway' } : undefined)
    },
  },
  {
    name: 'the network is gone for three minutes, and the token with it',
    wanted: 'survived',
    needs: ['offline'],
    isLong: true,
    arrange({ world }) {
      world.token = { lifetimeSeconds: 60 }
    },
    async act({ tab, pass }) {
      await tab.setOffline(true)
      await pass(180_000)
      await tab.setOffline(false)
    },
  },
  {
    name: 'slow 3G',
    wanted: 'survived',
    patienceMs: 30_000,
    arrange({ world }) {
      world.line = { latencyMs: 400, bytesPerSecond: 50_000 }
    },
  },
  {
    name: 'a page from before 6.0, which reports only its size',
    wanted: 'survived',
    isQuick: true,
    arrange({ world }) {
      world.spoilt = 'old'
    },
    verdict: toldReady,
  },
]

function spoilConnection(how: 'close-port' | 'deafen') {
  return async ({ inside, world, pass }: Stage) => {
    world.token = { lifetimeSeconds: 60 }
    await inside(how)
    await pass(SETTLE_MS)
  }
}

/** The rows stay, so that only a call shows that the page does not answer. */
async function callsAgain(stage: Stage) {
  const answers = () =>
    Promise.race([
      stage.call('getScrollSize').then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000)),
    ])
  const isBack = await stage.until(async () => (await answers()) && (await stage.isFresh()), 25_000)
  const { reports } = await stage.account()
  if (isBack) return { outcome: 'survived' } as const
  return reports.length > 0
    ? ({ outcome: 'reported', because: reports.at(-1) } as const)
    : ({ outcome: 'stuck' } as const)
}

async function toldReady(stage: Stage) {
  const isTold = await stage.until(async () => (await stage.account()).readies > 0)
  return { outcome: isTold && (await stage.until(stage.isFresh)) ? 'survived' : 'stuck' } as const
}
