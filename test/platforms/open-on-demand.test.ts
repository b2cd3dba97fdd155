import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Channel, ChannelEvent } from '../../src/core/platform'
import { openOnDemand } from '../../src/platforms/open-on-demand'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A channel that records its calls, and whose code loads when the test resolves it. */
function createOnDemand() {
  const asked: string[] = []
  const reports: string[] = []
  const loads: { succeed(): void; fail(): void }[] = []
  const inner: Channel = {
    authenticate: ({ value }) => void asked.push(`authenticate ${value}`),
    reload: (mode) => void asked.push(`reload ${mode}`),
    update: () => void asked.push('update'),
    call: async (method) => `answer to ${method}`,
    close: () => void asked.push('close'),
  }
  const load = () =>
    new Promise<() => Channel>((resolve, reject) =>
      loads.push({
        succeed: () =>
          resolve(() => {
            asked.push('open')
            return inner
          }),
        fail: () => reject(new Error('404')),
      }),
    )
  const report = (event: ChannelEvent) =>
    void reports.push(event.type === 'failed' ? event.error.code : event.type)
  return { channel: openOnDemand(load, report), asked, reports, loads }
}

const token = (value: string) => ({ value }) as Parameters<Channel['authenticate']>[0]
const settle = () => vi.advanceTimersByTimeAsync(0)

test('executes the calls that came while its code loaded, in their order', async () => {
  const { channel, asked, loads } = createOnDemand()
  channel.authenticate(token('first'))
  channel.update()
  const answer = channel.call('getScrollSize')
  expect(asked).toEqual([])
  loads[0]?.succeed()
  await settle()
  channel.authenticate(token('second'))
  channel.reload('now')
  expect(asked).toEqual(['open', 'authenticate first', 'update', 'authenticate second', 'reload now'])
  await expect(answer).resolves.toBe('answer to getScrollSize')
})

test('loads its code again after a failure, when it is reloaded', async () => {
  const { channel, asked, reports, loads } = createOnDemand()
  channel.reload('unless-loading')
  expect(loads).toHaveLength(1)
  loads[0]?.fail()
  await settle()
  expect(reports).toEqual(['unreachable'])
  await expect(channel.call('getScrollSize')).rejects.toMatchObject({ code: 'unmounted' })
  channel.reload('unless-loading')
  loads[1]?.succeed()
  await settle()
  channel.authenticate(token('first'))
  expect(asked).toEqual(['open', 'authenticate first'])
})

test('reports code that does not load within 15 s, and uses it when it loads later', async () => {
  const { asked, reports, loads } = createOnDemand()
  await vi.advanceTimersByTimeAsync(14_500)
  expect(reports).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(reports).toEqual(['unreachable'])
  loads[0]?.succeed()
  await settle()
  expect(asked).toEqual(['open'])
})

test.each([
  ['opens', 'succeed'],
  ['reports', 'fail'],
] as const)('never %s after it was closed', async (_what, outcome) => {
  const { channel, asked, reports, loads } = createOnDemand()
  channel.close()
  expect(vi.getTimerCount()).toBe(0)
  loads[0]?.[outcome]()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([])
  expect(reports).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('closes the channel once', async () => {
  const { channel, asked, loads } = createOnDemand()
  loads[0]?.succeed()
  await settle()
  channel.close()
  channel.close()
  expect(asked).toEqual(['open', 'close'])
})
