import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EmbedState } from '../../src/core/embed-machine'
import { receivedToken } from '../helpers/tokens'
import { setUpDriver } from './driver-set-up'

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => void vi.unstubAllGlobals())

test('an owner that throws for one state receives the next states', async () => {
  const states: EmbedState['name'][] = []
  const { driver, clock, last, report } = setUpDriver({
    onState({ name }) {
      states.push(name)
      if (name === 'waiting') throw new Error('of the owner')
    },
  })
  driver.mount()
  await clock.advance(0)
  expect(() => report({ type: 'connected' })).toThrow('of the owner')
  last().answer([receivedToken(['a'])])
  await clock.advance(0)
  report({ type: 'ready' })
  expect(states).toEqual(['connecting', 'waiting', 'token-sent', 'ready'])
})
