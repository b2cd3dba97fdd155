import { expect, test, vi } from 'vitest'
import { attach, type EmbedView } from '../../src/client/attach'
import { otherTabs } from '../../src/client/other-tabs'
import { sharedTokenSource } from '../../src/client/shared-token-source'
import { createTokenSource } from '../../src/client/token-source'
import { GuestpassError } from '../../src/core/errors'
import type { ChannelEvent } from '../../src/core/platform'
import { createFakeClock } from '../../src/testing'
import { onePlatform } from '../helpers/one-platform'

/** A dashboard that is on the screen, and a route that answers when the test says so. */
async function onScreen() {
  const clock = createFakeClock()
  const heard: (() => void)[] = []
  const asks: { resolve(value: string): void; reject(error: unknown): void }[] = []
  const source = createTokenSource(
    async (dashboards) => {
      const value = await new Promise<string>((resolve, reject) => asks.push({ resolve, reject }))
      return [{ value, lifetimeMs: 300_000, dashboards }]
    },
    true,
    {
      tell() {},
      listen(callback) {
        heard.push(callback)
        return () => {}
      },
    },
    clock,
  )
  const views: EmbedView[] = []
  const sent: string[] = []
  let open = 0
  const report: ((event: ChannelEvent) => void)[] = []
  attach({
    id: 'a',
    domain: 'https://bi.example.com',
    mountPoint: { style: {} } as HTMLElement,
    platforms: onePlatform({
      open(_target, tell) {
        open++
        report.push(tell)
        return {
          authenticate: ({ value }) => sent.push(value),
          reload() {},
          update() {},
          call: async () => undefined,
          close: () => open--,
        }
      },
    }),
    source,
    sizing: () => 'none',
    onChange: (view) => views.push(view),
    onNews() {},
    clock,
  })
  await clock.advance(0)
  asks[0]?.resolve('first')
  await clock.advance(0)
  report[0]?.({ type: 'connected' })
  report[0]?.({ type: 'rendered' })
  await clock.advance(10_000)
  expect(views.at(-1)?.name).toBe('ready')
  return { clock, asks, views, sent, report, channels: () => open, hear: () => heard[0]?.() }
}

test('another tab’s word takes the dashboard off the screen in the same turn', async () => {
  const { hear, channels, views } = await onScreen()
  hear()
  expect(channels()).toBe(0)
  expect(views.at(-1)).toEqual({ name: 'connecting', error: undefined })
})

test('it comes back, with a new token, when the route says that the session is still there', async () => {
  const { clock, hear, asks, channels, report, sent } = await onScreen()
  hear()
  await clock.advance(0)
  asks[1]?.resolve('second')
  await clock.advance(0)
  expect(channels()).toBe(1)
  report[1]?.({ type: 'connected' })
  expect(sent).toEqual(['first', 'second'])
})

test('it stays away, and the app is told, when the session is over', async () => {
  const { clock, hear, asks, channels, views } = await onScreen()
  hear()
  await clock.advance(0)
  asks[1]?.reject(new GuestpassError('session-ended', 'words'))
  await clock.advance(0)
  expect(channels()).toBe(0)
  expect(views.at(-1)).toMatchObject({ name: 'ended', error: { code: 'session-ended' } })
})

test('a viewer who makes way for another is a word to the other tabs; two side by side are not', async () => {
  const token = { token: 't', expiresIn: 300 }
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(token)))
  const settle = () => new Promise((resolve) => setTimeout(resolve, 50))
  const route = (viewer: string) => ({ tokenUrl: '/guest-token', viewer })
  let words = 0
  const stop = otherTabs(JSON.stringify(['/guest-token', 'ana'])).listen(() => words++)

  const release = sharedTokenSource(route('ana')).use('a', () => {})
  await settle()
  const releaseBob = sharedTokenSource(route('bob')).use('a', () => {})
  await settle()
  expect(words).toBe(0)

  releaseBob()
  release()
  const releaseNext = sharedTokenSource(route('bob')).use('a', () => {})
  await vi.waitFor(() => expect(words).toBe(1), { timeout: 20_000 })

  releaseNext()
  stop()
  await settle()
  vi.unstubAllGlobals()
})
