// @vitest-environment jsdom

import { expect, test } from 'vitest'
import type { ChannelNews } from '../../../src/core/platform'
import { openElementChannel } from '../../../src/platforms/embeddable/element-channel'

test('an Embeddable dashboard has no refresh, and reports that', async () => {
  const news: ChannelNews[] = []
  const target = {
    mountPoint: document.createElement('div'),
    id: 'sales',
    domain: 'https://embeddable.example.com/sdk.js',
    sizing: () => 'none' as const,
    memory: { read: () => ({}), write() {} },
    joinQueue: () => () => {},
    emit: (item: ChannelNews) => void news.push(item),
  }
  const channel = openElementChannel(
    target,
    () => ({ refreshEvery: 60_000 }),
    () => {},
  )
  expect(news).toEqual([{ type: 'warning', error: expect.objectContaining({ code: 'not-supported' }) }])
  await expect(channel.call('refresh')).rejects.toMatchObject({ code: 'not-supported' })
  channel.close()
})
