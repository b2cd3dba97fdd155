/**
 * A day in the life of a page, on a fake clock: dashboards come and go, the laptop sleeps, clocks are set, the
 * token route and the frames fail at random. What must hold at every moment is checked at every moment.
 */

import { neverBack } from '../../src/client/clock'
import { EmbedDriver } from '../../src/client/embed-driver'
import { createTokenSource } from '../../src/client/token-source'
import { type EmbedState, IDLE } from '../../src/core/embed-machine'
import type { ChannelEvent, Platform } from '../../src/core/platform'
import { createFakeClock, type FakeClock } from '../../src/testing'
import { createFakeElement } from '../helpers/fake-element'
import { onePlatform } from '../helpers/one-platform'
import { createRandom } from '../helpers/random'
import { createFlakyRoute } from './flaky-route'

export interface DayOptions {
  readonly seed: number
  readonly hours: number
  /** Without faults and without actions of the viewer. @default false */
  readonly isQuiet?: boolean
}

export interface Day {
  readonly mints: number
  readonly sent: number
  readonly naps: number
  readonly outages: number
}

const IDS = ['a', 'b', 'c'] as const
/** How long after the last fault everything is as it should be: the longest Retry-After, and a retry. */
const RECOVERY_MS = 120_000
const STEP_MS = 60_000

/** @throws {Error} when anything did not hold; its message names the seed. */
export async function liveThroughDay({ seed, hours, isQuiet = false }: DayOptions): Promise<Day> {
  const random = createRandom(seed)
  const fake = createFakeClock()
  const wallMs = neverBack(() => fake.now().wallMs)
  const clock: FakeClock = {
    ...fake,
    now: () => ({ ...fake.now(), wallMs: wallMs() }),
  }
  let napsMs = 0
  const sums = { sent: 0, naps: 0, outages: 0 }
  /** The time that has really passed, whatever the clocks of the page show. */
  const trueNowMs = () => clock.now().monotonicMs + napsMs
  const broken: string[] = []
  /** A caller could catch an error that is thrown here, so the broken claim is kept and thrown later. */
  function check(claim: string, isTrue: boolean): void {
    if (!isTrue) broken.push(`${claim}, not so ${trueNowMs()} ms into the day (SEED=${seed})`)
  }
  function sayWhatBroke(): void {
    if (broken[0]) throw new Error(broken[0])
  }
  const route = createFlakyRoute({ clock, random, trueNowMs, check })
  const words: (() => void)[] = []
  const tabs = { post() {}, listen: (callback: () => void) => listenTo(words, callback) }
  const source = createTokenSource({
    request: route.ask,
    keepsUnusedTokens: true,
    tabs,
    clock,
    draw: isQuiet ? 1 : random.next(),
  })

  const platform: Platform<HTMLElement> = {
    open(_target, report) {
      let isOpen = true
      const later = (event: ChannelEvent) => {
        clock.after(100 + random.below(900), () => isOpen && report(event))
      }
      const loadAnew = () => {
        if (isOpen) report({ type: 'lost' })
        later({ type: 'connected' })
      }
      later({ type: 'connected' })
      frames.add(loadAnew)
      return {
        authenticate({ value }) {
          sums.sent++
          check('a token that is sent has not expired', trueNowMs() < Number(value))
          later({ type: 'ready' })
        },
        reload: () => later({ type: 'connected' }),
        update() {},
        call: async () => undefined,
        close() {
          isOpen = false
          frames.delete(loadAnew)
        },
      }
    },
  }
  const frames = new Set<() => void>()
  const embeds = new Map<string, { readonly embed: EmbedDriver; state: EmbedState }>()

  function mount(id: string): void {
    const embed = new EmbedDriver({
      id,
      mountPoint: createFakeElement(),
      platforms: onePlatform(platform),
      tokens: source,
      options: () => ({}),
      sizing: () => 'none',
      onState(state) {
        mounted.state = state
      },
      onNews() {},
      clock,
      domain: 'x',
    })
    const mounted = { embed, state: IDLE }
    embeds.set(id, mounted)
    embed.mount()
  }
  function unmount(id: string): void {
    embeds.get(id)?.embed.detach()
    embeds.delete(id)
  }

  function happen(): void {
    const id = random.pick(IDS)
    const dice = random.below(100)
    if (dice < 10) {
      route.allow()
      ;(embeds.has(id) ? unmount : mount)(id)
    } else if (dice < 20) {
      route.failFor(random.below(300_000))
      sums.outages++
    } else if (dice < 25) random.pick([...frames, () => {}])()
    else if (dice < 27) {
      const napMs = random.below(3 * 3_600_000)
      napsMs += napMs
      clock.moveWallClock(napMs)
      route.allow()
      sums.naps++
    } else if (dice < 30) {
      clock.moveWallClock(random.pick([-86_400_000, -60_000, 60_000, 86_400_000]))
      route.allow()
    } else if (dice < 33) {
      route.allow()
      for (const word of words) word()
    } else if (dice < 36) {
      route.allow()
      embeds.get(id)?.embed.retry()
    }
  }

  for (const id of IDS) mount(id)
  while (clock.now().monotonicMs < hours * 3_600_000) {
    await clock.advance(isQuiet ? STEP_MS : random.below(2 * STEP_MS))
    if (!isQuiet) happen()
    sayWhatBroke()
  }

  route.heal()
  route.allow()
  // Embeds that were stopped have to be started again.
  for (const id of IDS) if (!embeds.has(id)) mount(id)
  for (const { embed, state } of embeds.values()) if (state.error) embed.retry()
  await clock.advance(RECOVERY_MS + route.longestWaitMs())
  for (const [id, { state }] of embeds)
    check(`${id} is ready in the end (${state.name})`, state.name === 'ready')
  for (const id of IDS) unmount(id)
  await clock.advance(0)
  // Only the last answers of the frames and the route arrive now.
  await clock.advance(2_000)
  check('nothing is pending when every dashboard is unmounted', fake.pending === 0 && words.length === 0)
  sayWhatBroke()
  return { ...sums, mints: route.mints() }
}

function listenTo(words: (() => void)[], callback: () => void): () => void {
  words.push(callback)
  return () => void words.splice(words.indexOf(callback), 1)
}
