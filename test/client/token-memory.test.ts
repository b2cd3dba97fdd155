/** A token does not outlive its dashboard, also while the app still holds what it unmounted the dashboard with. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GuestToken } from '../../src/core/guest-token'
import { receivedToken } from '../helpers/tokens'
import { setUpDriver } from './driver-set-up'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

beforeEach(() => vi.stubGlobal('window', new EventTarget()))
afterEach(() => void vi.unstubAllGlobals())

/** A dashboard that is ready. The test holds its driver, its token source and a weak reference to its token. */
async function showDashboard() {
  let token: WeakRef<GuestToken> | undefined
  const { driver, clock, source, last, report } = setUpDriver({
    authenticate(given) {
      token = new WeakRef(given)
    },
  })
  driver.mount()
  await clock.advance(0)
  last().answer([receivedToken(['a'])])
  await clock.advance(0)
  report({ type: 'connected' })
  report({ type: 'ready' })
  return { driver, source, clock, token: () => token?.deref() !== undefined }
}

async function isKept(isInMemory: () => boolean): Promise<boolean> {
  // A weak reference keeps its object until the end of the task in which it was read.
  await new Promise((resolve) => setTimeout(resolve))
  collectGarbage()
  return isInMemory()
}

test('the token is in memory while the dashboard is mounted, and not after it is unmounted', async () => {
  const { driver, source, clock, token } = await showDashboard()
  expect(driver.state).toBe('ready')
  expect(await isKept(token)).toBe(true)
  driver.detach()
  await clock.advance(0)
  expect(await isKept(token)).toBe(false)
  expect([driver.state, source.record('a').token]).toEqual(['detached', undefined])
})
