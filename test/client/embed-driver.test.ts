import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EmbedDriver } from '../../src/client/embed-driver'
import type { EmbedState } from '../../src/core/embed-machine'
import type { ChannelEvent } from '../../src/core/platform'
import { createFakeElement } from '../helpers/fake-element'
import { onePlatform } from '../helpers/one-platform'
import { receivedToken } from '../helpers/tokens'
import { setUpSource } from './token-source-set-up'

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => void vi.unstubAllGlobals())

test('an owner that throws for one state receives the next states', async () => {
  const { clock, source, last } = setUpSource()
  const states: EmbedState['name'][] = []
  let report: (event: ChannelEvent) => void = () => {}
  const driver = new EmbedDriver({
    id: 'a',
    domain: 'https://bi.example.com',
    mountPoint: createFakeElement(),
    platforms: onePlatform({
      open(_target, reported) {
        report = reported
        return { authenticate() {}, reload() {}, update() {}, call: async () => undefined, close() {} }
      },
    }),
    tokens: source,
    options: () => ({}),
    sizing: () => 'none',
    onState({ name }) {
      states.push(name)
      if (name === 'waiting') throw new Error('of the owner')
    },
    onNews() {},
    clock,
  })
  driver.mount()
  await clock.advance(0)
  expect(() => report({ type: 'connected' })).toThrow('of the owner')
  last().answer([receivedToken(['a'])])
  await clock.advance(0)
  report({ type: 'ready' })
  expect(states).toEqual(['connecting', 'waiting', 'token-sent', 'ready'])
})
