import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EmbedDriver } from '../../src/client/embed-driver'
import { type EmbedView, viewOf } from '../../src/client/embed-view'
import { otherTabs } from '../../src/client/other-tabs'
import { sharedTokenSource } from '../../src/client/shared-token-source'
import { GuestpassError } from '../../src/core/errors'
import type { ChannelEvent } from '../../src/core/platform'
import { onePlatform } from '../helpers/one-platform'
import { receivedToken } from '../helpers/tokens'
import { setUpSource } from './token-source-set-up'

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => void vi.unstubAllGlobals())

/** A dashboard that is ready, with its token source and a token route that the test answers. */
async function showDashboard() {
  const all = setUpSource({ keepsUnusedTokens: true })
  const { clock, source, last } = all
  const views: EmbedView[] = []
  const tokens: string[] = []
  const events: string[] = []
  let channels = 0
  const reports: ((event: ChannelEvent) => void)[] = []
  const embed = new EmbedDriver({
    id: 'a',
    domain: 'https://bi.example.com',
    mountPoint: { style: {} } as HTMLElement,
    platforms: onePlatform({
      open(_target, report) {
        channels++
        reports.push(report)
        return {
          authenticate: ({ value }) => tokens.push(value),
          reload() {},
          update() {},
          call: async () => undefined,
          close: () => channels--,
        }
      },
    }),
    tokens: source,
    options: () => ({}),
    sizing: () => 'none',
    onState(state) {
      const view = viewOf(state)
      if (view) views.push(view)
    },
    onEvent: ({ type }, { name }) => events.push(`${type} → ${name}`),
    onNews() {},
    clock,
  })
  embed.mount()
  await clock.advance(0)
  last().answer([receivedToken(['a'], 'first')])
  await clock.advance(0)
  const render = () => {
    reports.at(-1)?.({ type: 'connected' })
    reports.at(-1)?.({ type: 'ready' })
  }
  render()
  await clock.advance(10_000)
  expect(views.at(-1)?.state).toBe('ready')
  return { ...all, views, tokens, events, render, openChannels: () => channels }
}

const ended = () => new GuestpassError('session-ended', 'words')

describe('when another tab reports that the session may have ended, the dashboard', () => {
  test('leaves the screen in the same turn', async () => {
    const { reportFromOtherTab, openChannels, views } = await showDashboard()
    reportFromOtherTab()
    expect(openChannels()).toBe(0)
    expect(views.at(-1)).toEqual({ state: 'connecting', error: undefined })
  })

  test('comes back with a new token when the session is still good', async () => {
    const { clock, reportFromOtherTab, last, openChannels, render, tokens } = await showDashboard()
    reportFromOtherTab()
    await clock.advance(0)
    last().answer([receivedToken(['a'], 'second')])
    await clock.advance(0)
    expect(openChannels()).toBe(1)
    render()
    expect(tokens).toEqual(['first', 'second'])
  })

  test('stays away, and the app is notified, when the session has ended', async () => {
    const { clock, reportFromOtherTab, last, openChannels, views } = await showDashboard()
    reportFromOtherTab()
    await clock.advance(0)
    last().refuse(ended())
    await clock.advance(0)
    expect(openChannels()).toBe(0)
    expect(views.at(-1)).toMatchObject({ state: 'ended', error: { code: 'session-ended' } })
  })
})

test('a renewal that fails is an event, although the dashboard stays ready', async () => {
  const { clock, last, events, views } = await showDashboard()
  const viewsBefore = views.length
  await clock.advance(230_000)
  last().refuse(new GuestpassError('route-unreachable', 'words'))
  await clock.advance(0)
  expect(events.at(-1)).toBe('token-failed → ready')
  expect(views).toHaveLength(viewsBefore)
})

describe('when a renewal receives a 401, the dashboard', () => {
  async function receive401() {
    const all = await showDashboard()
    await all.clock.advance(230_000)
    const views = all.views.length
    all.last().refuse(ended())
    await all.clock.advance(0)
    return { ...all, newViews: () => all.views.slice(views) }
  }

  test('stays, and the app is not notified, when the next answer is a token', async () => {
    const { clock, requests, last, newViews, openChannels, tokens } = await receive401()
    expect(requests).toHaveLength(2)
    await clock.advance(2_000)
    expect(requests).toHaveLength(3)
    last().answer([receivedToken(['a'], 'second')])
    await clock.advance(0)
    expect(new Set(newViews().map(({ state }) => state))).toEqual(new Set(['ready']))
    expect(openChannels()).toBe(1)
    expect(tokens).toEqual(['first', 'second'])
  })

  test('ends within 2 s, and the app is notified once, when the next answer is a 401', async () => {
    const { clock, requests, last, newViews, openChannels } = await receive401()
    await clock.advance(2_000)
    last().refuse(ended())
    await clock.advance(60_000)
    expect(openChannels()).toBe(0)
    expect(newViews()).toMatchObject([{ state: 'ended', error: { code: 'session-ended' } }])
    expect(requests).toHaveLength(3)
  })
})

test('the other tabs are informed when one viewer replaces another, and not when two are shown side by side', async () => {
  const token = { token: 't', expiresIn: 300 }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(token)))
  const settle = () => new Promise((resolve) => setTimeout(resolve, 50))
  const route = (viewer: string) => ({ tokenUrl: '/guest-token', viewer })
  let reports = 0
  const stop = otherTabs(JSON.stringify(['/guest-token', 'ana'])).listen(() => reports++)

  const release = sharedTokenSource(route('ana')).use('a', () => {})
  await settle()
  const releaseBob = sharedTokenSource(route('bob')).use('a', () => {})
  await settle()
  expect(reports).toBe(0)

  releaseBob()
  release()
  const releaseNext = sharedTokenSource(route('bob')).use('a', () => {})
  await vi.waitFor(() => expect(reports).toBe(1), { timeout: 20_000 })

  releaseNext()
  stop()
  await settle()
})
