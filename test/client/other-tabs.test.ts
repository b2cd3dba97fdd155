import { expect, test, vi } from 'vitest'
import { otherTabs } from '../../src/client/other-tabs'

const settle = () => new Promise((resolve) => setTimeout(resolve, 50))

test('a word reaches who listens under the same name, and nobody else', async () => {
  let same = 0
  let another = 0
  const stopSame = otherTabs('ana').listen(() => same++)
  const stopAnother = otherTabs('bob').listen(() => another++)
  otherTabs('ana').tell()
  await vi.waitFor(() => expect(same).toBe(1), { timeout: 20_000 })
  await settle()
  expect(another).toBe(0)
  stopSame()
  stopAnother()
})

test('nothing is heard any more once the listener is stopped', async () => {
  let heard = 0
  const stop = otherTabs('ana').listen(() => heard++)
  stop()
  otherTabs('ana').tell()
  await settle()
  expect(heard).toBe(0)
})
